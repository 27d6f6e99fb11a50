package discovery

import (
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/steamtypes"
)

const anna steamtypes.SteamID = 335868969344468107

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
		_, addresses, err := decode(480, anna.String(), []string{"app=480", "at0=" + address})
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
		id, addresses, err := decode(480, instance, strings.Split(text, "\n"))
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

var here = []link{twos, linkOf("eth0", "192.0.2.1/24", "fe80::1/64", "2001:db8::1/64"),
	linkOf("eth1", "fe80::2/64", "198.51.100.1/24")}

func TestWhereASocketIsReached(t *testing.T) {
	for socket, want := range map[string][]netip.AddrPort{
		"[::]:5": at("203.0.114.0:5", "203.0.115.1:5", "192.0.2.1:5", "198.51.100.1:5", "[fe80::1]:5",
			"[fe80::2]:5", "[2001:db8::1]:5"),
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

func ip(text string) netip.Addr { return netip.MustParseAddr(text) }

func TestTheTableIsBounded(t *testing.T) {
	var heard table
	now := time.Now()
	for i := range 2 * maxRemembered {
		from := netip.AddrFrom4([4]byte{192, 0, byte(i >> 8), byte(i)})
		heard.hear(steamtypes.IndividualID(uint32(i+1)), from, at("192.0.2.1:5"), now)
		require.LessOrEqual(t, len(heard.records), maxRemembered)
	}
	heard.hear(anna, ip("192.0.2.1"), at("192.0.2.1:5"), now)
	require.Contains(t, heard.ids(), anna, "what comes last is not shut out")
	require.Equal(t, at("192.0.2.1:5"), heard.of(anna))

	later := now.Add(lifetime)
	heard.hear(anna, ip("192.0.2.1"), at("192.0.2.3:5"), later)
	heard.expire(later.Add(time.Second))
	require.Equal(t, []steamtypes.SteamID{anna}, heard.ids())
	require.Equal(t, at("192.0.2.3:5"), heard.of(anna), "and not where it was before")
	heard.expire(later.Add(2 * lifetime))
	require.Empty(t, heard.records)
	require.Empty(t, heard.from)
	require.Empty(t, heard.about)
}

// One computer says that all the world is there: that others are, too, is not
// forgotten.
func TestALiarPushesOutItsOwnLies(t *testing.T) {
	var heard table
	now := time.Now()
	for i := range 300 {
		from := netip.AddrFrom4([4]byte{192, 0, 2 + byte(i>>8), byte(i)})
		heard.hear(steamtypes.IndividualID(uint32(i+1)), from, at("192.0.2.1:5"), now)
	}
	for i := range 2 * maxRemembered {
		heard.hear(steamtypes.IndividualID(uint32(1000+i)), ip("192.0.9.66"), at("192.0.9.66:5"), now)
	}
	for i := range 300 {
		require.NotEmpty(t, heard.of(steamtypes.IndividualID(uint32(i+1))))
	}
	require.Len(t, heard.ids(), 300+maxEach)
}

// However much a liar says of somebody, what they say themselves stands beside
// it, and is among the first that is tried.
func TestALiarKeepsNoHonestAddressOut(t *testing.T) {
	honest := at("192.0.2.200:7777", "[fe80::200]:7777")
	for name, c := range map[string]struct {
		sources int // of the liar
		first   bool
	}{
		"from one address":                       {1, false},
		"from one address, and first":            {1, true},
		"from as many as there may be":           {maxAbout - 1, false},
		"from as many, and first":                {maxAbout - 1, true},
		"from more than there may be, but later": {200, false},
	} {
		t.Run(name, func(t *testing.T) {
			var heard table
			now := time.Now()
			lie := func() {
				for i := range 200 {
					var lies []netip.AddrPort
					for port := range maxAddresses {
						lies = append(lies, netip.AddrPortFrom(ip("192.0.2.66"), uint16(now.Second()*200+i+port)))
					}
					from := netip.AddrFrom4([4]byte{192, 0, 2, byte(i % c.sources)})
					heard.hear(anna, from, lies, now.Add(time.Millisecond))
				}
			}
			if c.first {
				lie()
			}
			for second := range 600 {
				now = now.Add(time.Second)
				if second%10 == 0 { // an answer to each look
					heard.hear(anna, ip("192.0.2.200"), honest, now)
				}
				lie()
				require.Contains(t, heard.of(anna)[:maxAbout], honest[0])
				heard.expire(now)
			}
			require.LessOrEqual(t, len(heard.records), maxAbout)
		})
	}
}

func TestNobodyFinds(t *testing.T) {
	var f *Finder
	require.Empty(t, f.List())
	require.Empty(t, f.Find(anna))
}
