package discovery

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pion/mdns/v2"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

const anna networking.SteamID = 335868969344468107

func at(texts ...string) (addresses []netip.AddrPort) {
	for _, text := range texts {
		addresses = append(addresses, netip.MustParseAddrPort(text))
	}
	return addresses
}

func TestARecordComesBack(t *testing.T) {
	addresses := at("192.0.2.1:5", "[fe80::1]:5", "[2001:db8::1]:5")
	id, decoded, err := decode(480, anna.String(), encode(480, addresses))
	require.NoError(t, err)
	require.Equal(t, anna, id)
	require.Equal(t, addresses, decoded)
	_, _, err = decode(481, anna.String(), encode(480, addresses))
	require.ErrorIs(t, err, errOtherApp)
	_, _, err = decode(480, anna.String(), nil)
	require.ErrorIs(t, err, errOtherApp)
}

func TestWhatIsNoRecord(t *testing.T) {
	for _, instance := range []string{"", "0", "x", "+" + anna.String(), "0" + anna.String(), "109775240917155840"} {
		_, _, err := decode(480, instance, encode(480, at("192.0.2.1:5")))
		require.Error(t, err, instance)
	}
	for _, address := range []string{
		"127.0.0.1:5", "[::1]:5", "0.0.0.0:5", "224.0.0.1:5", "255.255.255.255:5", "[ff02::1]:5",
		"192.0.2.1:0", "[::ffff:192.0.2.1]:5", "[fe80::1%eth0]:5", "192.0.2.1", "game.local:5", "",
	} {
		_, addresses, err := decode(480, anna.String(), []mdns.TXTEntry{mdns.NewTXTString("app", "480"), mdns.NewTXTString("at0", address)})
		require.NoError(t, err)
		require.Empty(t, addresses, address)
	}
}

func FuzzDiscoveryRecord(f *testing.F) {
	for _, text := range []string{
		"app=480\nat0=192.0.2.1:5\nat1=[fe80::1]:5", "app=480", "app=481\nat0=192.0.2.1:5", "at0=127.0.0.1:1\napp=480\napp",
		"app=480\nat=[fe80::1%eth0]:5\nat=[::ffff:192.0.2.1]:5", strings.Repeat("at=192.0.2.1:5\n", 20) + "app=480",
	} {
		f.Add(anna.String(), text)
	}
	f.Add("76561197960287930", "app=480\nat0=192.0.2.1:65535")
	f.Add("not a number", "")
	f.Fuzz(func(t *testing.T, instance, text string) {
		var entries []mdns.TXTEntry
		for _, line := range strings.Split(text, "\n") {
			key, value, _ := strings.Cut(line, "=")
			entries = append(entries, mdns.NewTXTString(key, value))
		}
		id, addresses, err := decode(480, instance, entries)
		if err != nil {
			return
		}
		require.True(t, id.CanHoldSession())
		require.LessOrEqual(t, len(addresses), maxAddresses)
		again, same, err := decode(480, id.String(), encode(480, addresses))
		require.NoError(t, err)
		require.Equal(t, id, again)
		require.Equal(t, addresses, same)
	})
}

func linkOf(name string, prefixes ...string) link {
	l := link{device: net.Interface{Name: name}}
	for _, p := range prefixes {
		l.prefixes = append(l.prefixes, netip.MustParsePrefix(p))
	}
	return l
}

var twos = linkOf("ppp0", "203.0.114.0/31", "203.0.115.1/32")

var here = []link{twos, linkOf("eth0", "192.0.2.1/24", "fe80::1/64", "2001:db8::1/64"), linkOf("eth1", "fe80::2/64", "198.51.100.1/24")}

func TestWhereASocketIsReached(t *testing.T) {
	for socket, want := range map[string][]netip.AddrPort{
		"[::]:5":           at("203.0.114.0:5", "203.0.115.1:5", "192.0.2.1:5", "198.51.100.1:5", "[fe80::1]:5", "[fe80::2]:5", "[2001:db8::1]:5"),
		"0.0.0.0:5":        at("203.0.114.0:5", "203.0.115.1:5", "192.0.2.1:5", "198.51.100.1:5"),
		"198.51.100.1:5":   at("198.51.100.1:5"),
		"[fe80::2%eth1]:5": at("[fe80::2]:5"),
		"203.0.113.1:5":    nil,
	} {
		require.Equal(t, want, reachable(netip.MustParseAddrPort(socket), here), socket)
	}
}

func TestAHintLeadsToOurNetworksAlone(t *testing.T) {
	for hint, want := range map[string][]netip.AddrPort{
		"192.0.2.7:5":      at("192.0.2.7:5"),
		"[2001:db8::7]:5":  at("[2001:db8::7]:5"),
		"[fe80::7]:5":      at("[fe80::7%eth0]:5", "[fe80::7%eth1]:5"),
		"203.0.113.7:5":    nil,
		"[2001:db8:1::]:5": nil,
		"192.0.2.255:5":    nil, // everybody on the network
		"192.0.2.0:5":      nil, // which some still take for that
		"192.0.2.127:5":    at("192.0.2.127:5"),
		"198.51.100.255:5": nil,
		"203.0.114.1:5":    at("203.0.114.1:5"), // networks of two have no such address
		"203.0.115.0:5":    nil,
	} {
		require.Equal(t, want, onLink(netip.MustParseAddrPort(hint), here), hint)
	}
}

func TestTheTableIsBounded(t *testing.T) {
	var heard table
	now := time.Now()
	for i := range 10 * maxPeers {
		heard.hear(networking.IndividualID(uint32(i+1)), at("192.0.2.1:5"), now)
	}
	require.Len(t, heard.ids(), maxPeers)
	for i := range 10 * maxAddresses {
		heard.hear(anna, at(fmt.Sprintf("192.0.2.1:%d", i+1)), now)
	}
	require.Len(t, heard.of(anna), maxAddresses)
	heard.hear(anna, at("192.0.2.2:5"), now)
	require.Contains(t, heard.of(anna), at("192.0.2.2:5")[0], "what comes last is not shut out")
	require.Len(t, heard.ids(), maxPeers)

	later := now.Add(lifetime)
	heard.hear(anna, at("192.0.2.3:5"), later)
	heard.expire(later.Add(time.Second))
	require.Equal(t, []networking.SteamID{anna}, heard.ids())
	require.Equal(t, at("192.0.2.3:5"), heard.of(anna))
}

func TestNobodyFinds(t *testing.T) {
	var f *Finder
	require.Empty(t, f.List())
	require.Empty(t, f.Find(anna))
}
