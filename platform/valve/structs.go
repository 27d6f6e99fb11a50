package valve

import (
	"encoding/binary"
	"net/netip"
)

// Sizes of Valve's structs, which are the same in both packings.
const (
	IdentitySize = 136 // SteamNetworkingIdentity
	AddressSize  = 18  // SteamNetworkingIPAddr
)

// identitySteamID is the kind of an identity (ESteamNetworkingIdentityType) that
// is a Steam ID.
const identitySteamID = 16

var order = binary.LittleEndian // every system that Steam runs on

// PutIdentity makes b the SteamNetworkingIdentity of a Steam ID.
func PutIdentity(b []byte, id uint64) {
	clear(b[:IdentitySize])
	order.PutUint32(b, identitySteamID)
	order.PutUint32(b[4:], 8) // of what follows
	order.PutUint64(b[8:], id)
}

// IdentityOf is the Steam ID that a SteamNetworkingIdentity is, 0 if it is
// something else.
func IdentityOf(b []byte) uint64 {
	if order.Uint32(b) != identitySteamID {
		return 0
	}
	return order.Uint64(b[8:])
}

// PutAddress makes b the SteamNetworkingIPAddr of an address.
func PutAddress(b []byte, a netip.AddrPort) {
	clear(b[:AddressSize])
	if a.Addr().IsValid() && !a.Addr().Unmap().IsUnspecified() {
		sixteen := a.Addr().As16()
		copy(b, sixteen[:])
	}
	order.PutUint16(b[16:], a.Port())
}

// AddressOf is the address that a SteamNetworkingIPAddr is, invalid if it is all
// of zeros.
func AddressOf(b []byte) netip.AddrPort {
	a := netip.AddrPortFrom(netip.AddrFrom16([16]byte(b[:16])).Unmap(), order.Uint16(b[16:]))
	if a.Port() == 0 && a.Addr().IsUnspecified() {
		return netip.AddrPort{}
	}
	return a
}
