package multiplayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
)

// FuzzOpponents has a few users do what they like: connections that come and
// go, messages of any kind, on connections that there are and on others. The
// peer stays consistent, and gives every message back.
func FuzzOpponents(f *testing.F) {
	mark := "\xd2GoPeer\x9b"
	f.Add([]byte("\x00\x01\x00\x01\x05\x67\x12\x00\x00"), false)
	f.Add([]byte("\x00\x01\x00\x01\x05\x01\x00\x00\x00\x01\x0c"+mark+"\x01\x01\x04"), true)
	f.Add([]byte("\x00\x00\x00\x00\x05\x01\x00\x00\x00\x00\x11"+mark+"\x02\x01\x02\x03\x04\x05\x06\x07\x08"), true)
	f.Fuzz(func(t *testing.T, script []byte, client bool) {
		w := &wire{}
		home := fuzzHome{bench{w}}
		p := New(home)
		if client {
			require.Equal(t, OK, p.ConnectToLobby(int64(lobbyID)))
		} else {
			require.Equal(t, OK, p.CreateHost(0))
		}
		up := make(map[int32]bool)
		hear := func(e Event) {
			switch e.Kind {
			case PeerConnected:
				require.False(t, up[e.Peer], "%d twice", e.Peer)
				require.Equal(t, Connected, p.Status())
				require.NotEqual(t, p.ID(), e.Peer)
				up[e.Peer] = true
			case PeerDisconnected:
				require.True(t, up[e.Peer], "%d was not there", e.Peer)
				delete(up, e.Peer)
			}
		}
		given := 0
		next := func() (b byte) {
			if len(script) > 0 {
				b, script = script[0], script[1:]
			}
			return b
		}
		for len(script) > 0 {
			op := next()
			h := Handle(70 + op>>4)
			if op>>4 >= 12 {
				h = Handle(op>>4 - 11) // one that we called
			}
			n := 2 + int(op>>4)%4
			switch op & 0xF {
			case 0:
				w.change(h, n, true, StateConnecting, 0)
				w.change(h, n, true, StateConnected, 0)
			case 1:
				w.change(h, n, true, State(next()%8)-2, End(next())*20)
			case 2:
				p.Disconnect(int32(next()), next()%2 == 0)
			case 3:
				p.Refuse(next()%2 == 0)
			case 4:
				p.LobbyChanged(lobbyID, user(n), next()%2 == 0)
			case 5, 6, 7:
				size := min(int(next()), len(script))
				w.come(h, string(script[:size]), op&0xF != 7, int(op>>4)%9)
				script = script[size:]
				given++
			case 8:
				p.Put([]byte("x"))
			case 9:
				p.AddPeer(int64(user(n)), 0)
			case 10:
				if m, ok := p.Get(); ok {
					m.Done()
				}
			default:
				p.Poll(hear)
				if p.Status() == Connected {
					require.Len(t, p.Peers(), len(up))
				}
			}
		}
		p.Poll(hear)
		p.Close()
		require.Equal(t, given-len(w.messages), w.released)
	})
}

type fuzzHome struct{ bench }

func (fuzzHome) LobbyOwner(SteamID) SteamID     { return user(2) }
func (fuzzHome) LobbyMembers(SteamID) []SteamID { return []SteamID{user(1), user(2), user(3), user(4)} }
