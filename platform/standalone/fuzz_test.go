package standalone

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/steamtypes"
)

// FuzzOptions reads any environment and any settings.
func FuzzOptions(f *testing.F) {
	f.Add("", "", "", "", 0.0, int64(0), uint8(0))
	f.Add("alice", "20", "334703137547584379@192.0.2.1:27015", "Alice", 1.5, int64(20), uint8(1))
	f.Add("x", "NaN", "1@", "\x00", -1.0, int64(-1), uint8(2))
	f.Add("x", "1e300", "@", "ü", 1e300, int64(1<<62), uint8(3))
	f.Fuzz(func(t *testing.T, identity, timeout, peers, name string, seconds float64, whole int64, kind uint8) {
		setting := []any{nil, seconds, whole, name}[kind%4]
		o, err := OptionsOf(host(
			map[string]string{"GODOTSTEAM_IDENTITY": identity, "GODOTSTEAM_TIMEOUT": timeout, "GODOTSTEAM_PEERS": peers,
				"GODOTSTEAM_PERSONA_NAME": name},
			map[string]any{"steam/standalone/timeout": setting, "steam/lan/persona_name": setting},
		))
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		if o.timeout() <= 0 || o.timeout() > time.Hour {
			t.Fatalf("the timeout is %v", o.timeout())
		}
		for id, addresses := range o.Peers {
			if _, err := steamtypes.PeerID(int64(id)); err != nil || len(addresses) == 0 || addresses[0].Port() == 0 {
				t.Fatalf("peer %d at %v (%v)", id, addresses, err)
			}
		}
	})
}

func FuzzPeers(f *testing.F) {
	f.Add("76561197960287930@192.0.2.1:27015")
	f.Add(" 76561197960287930@[2001:db8::1]:1, 22202@192.0.2.1:2 ,")
	f.Add("0@1.2.3.4:5")
	f.Add("@")
	f.Fuzz(func(t *testing.T, text string) {
		peers, err := ParsePeers(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "GODOTSTEAM_PEERS has the entry ") {
				t.Fatalf("the error does not say where it is from: %v", err)
			}
			return
		}
		var again []string
		for id, addresses := range peers {
			if !id.CanHoldSession() || len(addresses) == 0 {
				t.Fatalf("%v at %v", id, addresses)
			}
			for _, a := range addresses {
				if !a.IsValid() || a.Port() == 0 {
					t.Fatalf("%v at %v", id, a)
				}
				if a.Addr().Zone() == "" { // a zone may hold a comma
					again = append(again, id.String()+"@"+a.String())
				}
			}
		}
		if _, err := ParsePeers(strings.Join(again, ",")); err != nil {
			t.Fatalf("%q does not come back: %v", again, err)
		}
	})
}

func TestParsePeers(t *testing.T) {
	at := netip.MustParseAddrPort
	for _, c := range []struct {
		name, text string
		want       map[steamtypes.SteamID][]netip.AddrPort
		error      string
	}{
		{"nothing", "", map[steamtypes.SteamID][]netip.AddrPort{}, ""},
		{"commas alone", " , ,", map[steamtypes.SteamID][]netip.AddrPort{}, ""},
		{"one", "76561197960287930@192.0.2.1:27015",
			map[steamtypes.SteamID][]netip.AddrPort{76561197960287930: {at("192.0.2.1:27015")}}, ""},
		{"a bare account", "22202@192.0.2.1:27015",
			map[steamtypes.SteamID][]netip.AddrPort{76561197960287930: {at("192.0.2.1:27015")}}, ""},
		{"two addresses of one", "22202@192.0.2.1:1, 22202@[::1]:2",
			map[steamtypes.SteamID][]netip.AddrPort{76561197960287930: {at("192.0.2.1:1"), at("[::1]:2")}}, ""},
		{"no address", "22202", nil,
			`GODOTSTEAM_PEERS has the entry "22202": it must look like 334703137547584379@192.0.2.1:27015`},
		{"no port", "22202@192.0.2.1", nil,
			`GODOTSTEAM_PEERS has the entry "22202@192.0.2.1": it must look like 334703137547584379@192.0.2.1:27015`},
		{"port 0", "22202@192.0.2.1:0", nil,
			`GODOTSTEAM_PEERS has the entry "22202@192.0.2.1:0": it must look like 334703137547584379@192.0.2.1:27015`},
		{"a name of a host", "22202@example.com:1", nil,
			`GODOTSTEAM_PEERS has the entry "22202@example.com:1": it must look like 334703137547584379@192.0.2.1:27015`},
		{"a negative ID", "-1@192.0.2.1:1", nil,
			`GODOTSTEAM_PEERS has the entry "-1@192.0.2.1:1": it must look like 334703137547584379@192.0.2.1:27015`},
		{"a lobby", "109775240917043205@192.0.2.1:1", nil,
			`GODOTSTEAM_PEERS has the entry "109775240917043205@192.0.2.1:1": ` +
				`steam_id_remote is 109775240917043205: it is a lobby or a chat; use a member's Steam ID`},
		{"one bad among good", "22202@192.0.2.1:1,x@192.0.2.1:1", nil,
			`GODOTSTEAM_PEERS has the entry "x@192.0.2.1:1": it must look like 334703137547584379@192.0.2.1:27015`},
	} {
		t.Run(c.name, func(t *testing.T) {
			peers, err := ParsePeers(c.text)
			if c.error != "" {
				require.EqualError(t, err, c.error)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, peers)
		})
	}
}
