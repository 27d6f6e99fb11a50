package steam

// What Valve's newer networking has on Steam alone, and no row can say.

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"godotsteam/gd"
	"godotsteam/platform"
	"godotsteam/platform/valve"
)

var (
	certificateRequest = valve.Describe(
		"ISteamNetworkingSockets.GetCertificateRequest(data length, data[512] certificate, text[1024] error) -> bool")
	certificateSetting = valve.Describe(
		"ISteamNetworkingSockets.SetCertificate(data certificate, len(certificate), text[1024] error) -> bool")
	ownFakeIP    = valve.Describe("ISteamNetworkingSockets.GetFakeIP(i32 first_port, data[160] answer)")
	remoteFakeIP = valve.Describe(
		"ISteamNetworkingSockets.GetRemoteFakeIPForConnection(u32 connection, data[18] address) -> i32")
	fakeIPType   = valve.Describe("ISteamNetworkingUtils.GetIPv4FakeIPType(u32 address) -> i32")
	isFakeIP     = valve.Describe("ISteamNetworkingUtils.IsFakeIPv4(u32 address) -> bool")
	realIdentity = valve.Describe(
		"ISteamNetworkingUtils.GetRealIdentityForFakeIP(data address, data[136] identity) -> i32")
	popList = valve.Describe("ISteamNetworkingUtils.GetPOPList(data[1024] list, 256) -> i32")
)

// ask makes a call and has its answer read. What the library lacks is said.
func ask(v platform.Valve, f *valve.Function, fill, read func(*valve.Call)) error {
	q := valve.New(f)
	defer q.Free()
	if fill != nil {
		fill(q)
	}
	if err := v.Invoke(q); err != nil {
		return err
	}
	read(q)
	return nil
}

func getCertificateRequest(v platform.Valve, c call) error {
	var size []byte
	return ask(v, certificateRequest, func(q *valve.Call) {
		size = q.Memory(0, 4)
		binary.LittleEndian.PutUint32(size, 512)
	}, func(q *valve.Call) {
		if q.ResultInt() == 0 {
			return
		}
		certificate := q.Bytes(1)
		n := min(int(binary.LittleEndian.Uint32(size)), len(certificate))
		c.SetItems(gd.Items{
			{Key: "certificate", Value: bytes.Clone(certificate[:n])}, {Key: "error_message", Value: q.Text(2)},
		})
	})
}

func setCertificate(v platform.Valve, c call) error {
	return ask(v, certificateSetting, func(q *valve.Call) {
		q.SetData(0, c.Bytes(0))
		q.SetInt(1, int64(len(c.Bytes(0))))
	}, func(q *valve.Call) {
		if q.ResultInt() != 0 {
			c.SetItems(gd.Items{{Key: "response", Value: true}, {Key: "error", Value: q.Text(2)}})
		}
	})
}

// getFakeIP reads a SteamNetworkingFakeIPResult_t: the result, an identity of 136
// bytes, the address and eight ports.
func getFakeIP(v platform.Valve, c call) error {
	return ask(v, ownFakeIP, func(q *valve.Call) { q.SetInt(0, c.Int(0)) }, func(q *valve.Call) {
		b := q.Bytes(1)
		ports := make(gd.Int32s, 8)
		for i := range ports {
			ports[i] = int32(binary.LittleEndian.Uint16(b[144+2*i:]))
		}
		var ip [4]byte
		binary.BigEndian.PutUint32(ip[:], binary.LittleEndian.Uint32(b[140:]))
		c.SetItems(gd.Items{
			{Key: "result", Value: int64(int32(binary.LittleEndian.Uint32(b)))},
			{Key: "identity_type", Value: int64(int32(binary.LittleEndian.Uint32(b[4:])))},
			{Key: "ip", Value: netip.AddrFrom4(ip).String()},
			{Key: "ports", Value: ports},
		})
	})
}

func getRemoteFakeIPForConnection(v platform.Valve, c call) error {
	return ask(v, remoteFakeIP, func(q *valve.Call) { q.SetInt(0, c.Int(0)) }, func(q *valve.Call) {
		address := valve.AddressOf(q.Bytes(1))
		kind, err := typeOfFakeIP(v, address.Addr())
		if err != nil {
			kind = fakeIPInvalid
		}
		c.SetItems(gd.Items{
			{Key: "result", Value: q.ResultInt()},
			{Key: "ip_address", Value: platform.AddressText(address)},
			{Key: "port", Value: int64(address.Port())},
			{Key: "ip_type", Value: kind},
		})
	})
}

// The fake IP types (ESteamNetworkingFakeIPType) of what can't be one.
const (
	fakeIPInvalid = 0
	fakeIPNotFake = 1
)

// number4 is an IPv4 address as Valve's library takes it.
func number4(a netip.Addr) (int64, bool) {
	if a = a.Unmap(); !a.Is4() {
		return 0, false
	}
	four := a.As4()
	return int64(binary.BigEndian.Uint32(four[:])), true
}

func typeOfFakeIP(v platform.Valve, a netip.Addr) (kind int64, err error) {
	number, ok := number4(a)
	if !ok {
		return fakeIPNotFake, nil
	}
	err = ask(v, fakeIPType, func(q *valve.Call) { q.SetInt(0, number) }, func(q *valve.Call) { kind = q.ResultInt() })
	return kind, err
}

func isFakeIPv4(on *started, c call) error {
	address, _ := parseAddress(c.String(0))
	number, ok := number4(address.Addr())
	v, onSteam := on.Platform.(platform.Valve)
	if !ok || !onSteam {
		return nil
	}
	return ask(v, isFakeIP, func(q *valve.Call) { q.SetInt(0, number) },
		func(q *valve.Call) { c.SetBool(q.ResultInt() != 0) })
}

func getIPv4FakeIPType(on *started, c call) error {
	c.SetInt(fakeIPNotFake)
	address, _ := parseAddress(c.String(0))
	v, onSteam := on.Platform.(platform.Valve)
	if !onSteam {
		return nil
	}
	kind, err := typeOfFakeIP(v, address.Addr())
	c.SetInt(kind)
	return err
}

func getRealIdentityForFakeIP(v platform.Valve, c call) error {
	address, _ := parseAddress(c.String(0))
	return ask(v, realIdentity, func(q *valve.Call) { valve.PutAddress(q.Memory(0, valve.AddressSize), address) },
		func(q *valve.Call) {
			c.SetItems(gd.Items{
				{Key: "result", Value: q.ResultInt()},
				{Key: "identity", Value: int64(valve.IdentityOf(q.Bytes(1)))},
			})
		})
}

func getPOPList(v platform.Valve, c call) error {
	return ask(v, popList, nil, func(q *valve.Call) {
		ids := gd.Array{}
		for i := range min(max(q.ResultInt(), 0), 256) {
			ids = append(ids, int64(binary.LittleEndian.Uint32(q.Bytes(0)[4*i:])))
		}
		c.SetArray(ids)
	})
}
