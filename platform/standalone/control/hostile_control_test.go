package control

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/quic-go/quic-go"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

func frameOf(t *testing.T, m message) []byte {
	t.Helper()
	b, err := encodeFrame(m)
	require.NoError(t, err)
	return b
}

func rawFrame(t *testing.T, m any) []byte {
	t.Helper()
	b, err := cbor.Marshal(m)
	require.NoError(t, err)
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...)
}

func helloFrame(t *testing.T, name string) []byte {
	return frameOf(t, message{Profile: &profile{Name: name}})
}

// waits returns the bytes that wait to be written to anybody.
func (p *player) waits() int {
	p.control.mu.Lock()
	defer p.control.mu.Unlock()
	return p.control.waiting
}

func TestAControlConnectionThatDoesNotGoOn(t *testing.T) {
	for name, attack := range map[string]func(t *testing.T, conn *quic.Conn){
		"it opens nothing": func(*testing.T, *quic.Conn) {},
		"it never says who it is": func(t *testing.T, conn *quic.Conn) {
			write(t, openStream(t, conn), []byte{0, 0})
		},
		"it does not finish a frame": func(t *testing.T, conn *quic.Conn) {
			write(t, openStream(t, conn), helloFrame(t, "mallory"), []byte{0, 0, 1, 0, 'x'})
		},
		"it finishes a large frame slowly": func(t *testing.T, conn *quic.Conn) {
			s := openStream(t, conn)
			write(t, s, helloFrame(t, "mallory"), binary.BigEndian.AppendUint32(nil, maxFrame))
			for range 30 {
				if _, err := s.Write(make([]byte, 1000)); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn := h.CallAs("mallory", victim, h.Control)
				attack(t, conn)
				closedWith(t, conn, max(endpoint.OpenTimeout, frameTimeout)+time.Second)
				synctest.Wait()
				require.True(t, victim.control.largeOfStrangers.TryAcquire(maxLarge), "nothing is held")
				require.Empty(t, victim.FriendList(0xFFFF))
			})
		})
	}
}

func TestAPeerThatBreaksTheProtocolOfLobbies(t *testing.T) {
	id := lobbyWith(7)
	many := make([]lobby.Change, lobby.MaxElements+1)
	for name, frame := range map[string]func(t *testing.T) []byte{
		"a frame over the limit": func(*testing.T) []byte { return binary.BigEndian.AppendUint32(nil, maxFrame+1) },
		"rubbish":                func(*testing.T) []byte { return []byte("\x00\x00\x00\x05hello") },
		"a list without end": func(*testing.T) []byte {
			return append([]byte{0, 0, 0, 3}, 0xa1, 0x61, 'l')
		},
		"more changes than there may be": func(t *testing.T) []byte {
			return rawFrame(t, map[string]any{"l": map[string]any{"m": "changes", "l": uint64(id), "c": many}})
		},
		"keys without number": func(t *testing.T) []byte {
			data := make(map[string]string)
			for i := range 5000 {
				data[fmt.Sprint(i)] = ""
			}
			return rawFrame(t, map[string]any{"p": map[string]any{"name": "x", "presence": data}})
		},
		"changes where there are none": func(t *testing.T) []byte {
			return rawFrame(t, map[string]any{"l": map[string]any{"m": "nudge", "l": uint64(id), "c": many[:1]}})
		},
		"a lobby that is none": func(t *testing.T) []byte {
			return frameOf(t, message{Lobby: &lobby.Message{Kind: "find", Lobby: 5}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, friend, h := n.join("victim"), n.join("friend"), n.hostile("mallory")
				at := victim.create(steamtypes.LobbyPublic, 4)
				conn, s := h.Speak(victim)
				write(t, s, helloFrame(t, "mallory"), frame(t))
				require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, time.Second))
				require.Equal(t, steamtypes.EnterSuccess, friend.enter(at), "others go on")
			})
		})
	}
}

// Strangers hold all the room there is for their large frames, with more of
// them in the queue: whoever lets us in to a lobby has room of its own.
func TestLargeFramesOfStrangersHoldUpNoMember(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, elsewhere := n.join("victim"), t.TempDir()
		owner := n.join("owner", func(o *options) { // who is a stranger too, until asked
			o.dir, o.peers = elsewhere, map[steamtypes.SteamID][]netip.AddrPort{victim.SteamID(): {victim.address}}
		})
		at := owner.create(steamtypes.LobbyPublic, 4)
		for i := range 20 {
			require.NoError(t, owner.SetLobbyData(at, fmt.Sprint(i), strings.Repeat("v", steamtypes.MaxLobbyValue)))
		}
		until(t, 5*time.Second, "the owner",
			func() bool { return victim.PersonaStateOf(owner.SteamID()) == steamtypes.PersonaOnline })
		for i := range 4 * maxLarge / maxFrame {
			_, s := n.hostile(fmt.Sprint("mallory", i)).Speak(victim)
			write(t, s, helloFrame(t, "mallory"), binary.BigEndian.AppendUint32(nil, maxFrame), make([]byte, 10_000))
		}
		time.Sleep(time.Second)
		require.False(t, victim.control.largeOfStrangers.TryAcquire(maxFrame), "theirs is used up")
		require.Equal(t, steamtypes.EnterSuccess, victim.enter(at))
		require.False(t, victim.control.largeOfStrangers.TryAcquire(maxFrame), "and still is")
		require.Len(t, victim.AllLobbyData(at), 20)
	})
}

// Peers that are connected and do not read, while much is said.
func TestPeersThatDoNotRead(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, friend := n.join("victim"), n.join("friend")
		until(t, 5*time.Second, "the friend",
			func() bool { return victim.PersonaStateOf(friend.SteamID()) == steamtypes.PersonaOnline })
		const silent = 6
		for i := range silent {
			h := n.hostile(fmt.Sprint("mallory", i))
			_, s := h.Speak(victim)
			write(t, s, helloFrame(t, "mallory"))
			_, err := h.Listener.Accept(t.Context())
			require.NoError(t, err)
		}
		until(t, 5*time.Second, "all are around", func() bool { return len(victim.FriendList(0xFFFF)) == silent+1 })
		for key := range maxPresenceKeys {
			victim.SetRichPresence(fmt.Sprint(key), strings.Repeat("p", 250))
		}
		most := 0
		for i := range 8000 { // of 8 KB each, to everybody
			require.NoError(t, victim.SetRichPresence("0", fmt.Sprint(i)))
			most = max(most, victim.waits())
			if i%20 == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		require.Greater(t, most, maxQueueTotal/2)
		require.LessOrEqual(t, most, maxQueueTotal+maxFrame)
		until(t, 5*time.Second, "the friend's view",
			func() bool { return friend.RichPresenceOf(victim.SteamID(), "0") == "7999" })
		until(t, 5*time.Second, "only who reads is around", func() bool { return len(victim.FriendList(0xFFFF)) == 1 })
		require.LessOrEqual(t, victim.waits(), silent*maxFrame)
	})
}

// A member that never stops talking is heard, but not more than it may.
func TestAMemberThatFloods(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		host, member, flooder := trio(n)
		at := host.create(steamtypes.LobbyPublic, 4)
		require.Equal(t, steamtypes.EnterSuccess, member.enter(at))
		require.Equal(t, steamtypes.EnterSuccess, flooder.enter(at))
		gathered(t, at, host, member, flooder)
		const seconds = 10
		said := 0
		for range seconds * 1000 {
			for flooder.SendLobbyChat(at, "spam") == nil {
				said++
			}
			if said%500 == 0 {
				member.SendLobbyChat(at, "may I?")
			}
			for _, p := range []*player{host, member, flooder} {
				p.Drain()
			}
			time.Sleep(time.Millisecond)
		}
		member.SendLobbyChat(at, "the end")
		until(t, 5*time.Second, "the member's word", func() bool {
			for _, m := range seen[signals.LobbyMessage](host) {
				if m.Message == "the end" {
					return true
				}
			}
			return false
		})
		spam := 0
		for _, m := range seen[signals.LobbyMessage](host) {
			if m.Message == "spam" {
				spam++
			}
		}
		require.Greater(t, spam, 500)
		require.LessOrEqual(t, spam, (workBurst+(seconds+6)*workRate)/lobby.CostOfProposal)
		gathered(t, at, host, member, flooder)
	})
}

// The host of a busy lobby is not read more slowly than it talks.
func TestTwoThousandChangesASecondAreNotTooMany(t *testing.T) {
	change := message{Lobby: &lobby.Message{Kind: "changes", Changes: make([]lobby.Change, 1)}}
	require.LessOrEqual(t, 2000*change.cost(), workRate/2, "and there is room")
}

// A stranger's questions are answered, but no more than it may ask.
func TestAStrangerThatAsksWithoutEnd(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		_, s := h.Speak(victim)
		write(t, s, helloFrame(t, "mallory"))
		invite := "+connect me"
		frame := frameOf(t, message{Invite: &invite})
		go func() {
			for range 5000 {
				if _, err := s.Write(frame); err != nil {
					return
				}
			}
		}()
		for range 10_000 { // 10 seconds
			time.Sleep(time.Millisecond)
			victim.Drain()
		}
		heard := len(seen[signals.JoinGameRequested](victim))
		require.Greater(t, heard, 100)
		require.LessOrEqual(t, heard, (workBurst+11*workRate)/lobby.CostOfQuestion)
	})
}

// Where we look for a peer somebody else answers, at once. Whatever asks for the
// peer again and again, they are not called without end.
func TestWhoAnswersForAnotherIsCalledSeldom(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		ghost, h := identity.FromText("ghost").SteamID, n.hostile("mallory")
		victim := n.join("victim", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{ghost: {simulated.Plain(h.Transport.Conn.LocalAddr())}}
		})
		var calls atomic.Int32
		go func() {
			for {
				if _, err := h.Listener.Accept(t.Context()); err != nil {
					return
				}
				calls.Add(1)
			}
		}()
		// A lobby that somebody knows is tried until the time is up.
		gone := lobbyWith(7)
		_, s := h.Speak(victim)
		write(t, s, helloFrame(t, "mallory"))
		victim.JoinLobby(gone)
		write(t, s, frameOf(t, message{Lobby: &lobby.Message{Kind: "here", Lobby: gone, Known: true}}))
		require.Equal(t, int(steamtypes.EnterError), next[signals.LobbyJoined](victim).Response)
		seconds := int32(joinTimeout / time.Second)
		require.Greater(t, calls.Load(), int32(1), "it is looked for again")
		require.LessOrEqual(t, calls.Load(), seconds+2, "once a second, and mallory under its own name")

		for range 1000 { // nor does a game that asks in each frame change that
			victim.RequestLobbyList(steamtypes.LobbyFilter{})
			victim.InviteUserToGame(ghost, "+connect me")
			time.Sleep(10 * time.Millisecond)
		}
		require.LessOrEqual(t, calls.Load(), 2*seconds+2)
	})
}

func TestWhatNobodyAskedForIsNotRemembered(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, owner, h := n.join("victim"), n.join("owner"), n.hostile("mallory")
		at := owner.create(steamtypes.LobbyPublic, 4)
		owner.SetLobbyData(at, "name", "the owner's")
		require.Len(t, victim.list(steamtypes.LobbyFilter{}), 1)
		_, s := h.Speak(victim)
		write(t, s, helloFrame(t, strings.Repeat("ä", 1<<20)), frameOf(t, message{Lobby: &lobby.Message{
			Kind: "list", Number: 1,
			Lobbies: []lobby.Info{{Lobby: at, Owner: h.ID, Type: steamtypes.LobbyPublic, Joinable: true, Members: 1, Limit: 2,
				Data: map[string]string{"name": "mine"}}},
		}}))
		until(t, 5*time.Second, "the stranger",
			func() bool { return victim.PersonaStateOf(h.ID) == steamtypes.PersonaOnline })
		require.Equal(t, strings.Repeat("ä", MaxName/2), victim.PersonaNameOf(h.ID))
		time.Sleep(time.Second)
		require.Equal(t, "the owner's", victim.LobbyData(at, "name"))
	})
}

// Strangers fill all places: whom we find ourselves, and who is in a lobby with
// us, gets one all the same.
func TestStrangersKeepNobodyOut(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		host := n.join("host")
		at := host.create(steamtypes.LobbyPublic, 4)
		c := host.control
		c.mu.Lock()
		for i := range maxPeers {
			ctx, cancel := context.WithCancel(t.Context())
			id := identity.FromText(fmt.Sprint("stranger", i)).SteamID
			c.peer(id).out = &outbound{peer: id, ctx: ctx, cancel: cancel}
		}
		require.Nil(t, c.peer(identity.FromText("one more").SteamID))
		c.mu.Unlock()
		friend := n.join("friend")
		require.Equal(t, steamtypes.EnterSuccess, friend.enter(at))
		gathered(t, at, host, friend)
		c.mu.Lock()
		require.Len(t, c.peers, maxPeers)
		c.mu.Unlock()
	})
}

// One stranger takes all places under many names: who comes from elsewhere gets
// one of them, one more name of the same stranger does not.
func TestOneStrangerUnderManyNamesKeepsNobodyOut(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		host, h := n.join("host"), n.hostile("mallory")
		at := host.create(steamtypes.LobbyPublic, 4)
		oldest, s := h.Speak(host)
		write(t, s, helloFrame(t, "mallory"))
		until(t, time.Second, "mallory", func() bool { return len(host.FriendList(0xFFFF)) == 1 })
		c := host.control
		c.mu.Lock()
		in := c.peers[h.ID].in
		for i := range maxPeers - 1 { // stand-ins for the rest
			peer := c.peer(identity.FromText(fmt.Sprint("key ", i)).SteamID)
			peer.in, peer.met = in, time.Now().Add(time.Second)
		}
		c.mu.Unlock()
		require.Equal(t, endpoint.CodeRefused, closedWith(t, h.CallAs("one more", host, h.Control), time.Second))
		require.NoError(t, oldest.Context().Err())
		friend := n.joinElsewhere("friend", host)
		require.Equal(t, steamtypes.EnterSuccess, friend.enter(at))
		require.Equal(t, endpoint.CodeRefused, closedWith(t, oldest, time.Second))
		gathered(t, at, host, friend)
		c.mu.Lock()
		require.LessOrEqual(t, len(c.peers), maxPeers)
		c.mu.Unlock()
	})
}

// Strangers have much on its way to us: what is read at once, so that QUIC would
// let them send more and more, and then what is read slowly.
func TestStrangersHoldLittleMemory(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim := n.join("victim")
		const strangers = 12
		list := rawFrame(t, map[string]any{"l": map[string]any{"m": "list", "x": make([]byte, 60<<10)}})
		invite := strings.Repeat("x", 250)
		invites := bytes.Repeat(frameOf(t, message{Invite: &invite}), 200)
		before := simulated.Weigh()
		for i := range strangers {
			h := n.hostile(fmt.Sprint("mallory", i))
			_, s := h.Speak(victim)
			write(t, s, helloFrame(t, "mallory"))
			go func() {
				defer h.Close()
				for range 300 {
					if _, err := s.Write(list); err != nil {
						return
					}
				}
				for {
					if _, err := s.Write(invites); err != nil {
						return
					}
				}
			}()
		}
		for range 5 {
			time.Sleep(10 * time.Second)
			synctest.Wait()
			now := simulated.Weigh()
			t.Logf("heap %d KiB, then %d KiB: %d KiB for each of %d strangers", before.Heap>>10, now.Heap>>10,
				(now.Heap-before.Heap)>>10/strangers, strangers)
			require.Less(t, now.Heap, before.Heap+strangers<<20)
		}
		victim.Shutdown()
	})
}

// A lobby of the largest size on a line that takes 100 ms each way: who joins
// gets all of it in time.
func TestALargeLobbyIsJoinedFromAfar(t *testing.T) {
	inVirtualTime(t, 1, quality{Latency: 100 * time.Millisecond}, func(t *testing.T, n *network) {
		host := n.join("host")
		friend := n.joinElsewhere("friend", host)
		at := host.create(steamtypes.LobbyPublic, 4)
		value := strings.Repeat("v", steamtypes.MaxLobbyValue)
		for i := range 120 {
			require.NoError(t, host.SetLobbyData(at, fmt.Sprint(i), value))
		}
		for range 250 {
			require.NoError(t, host.SendLobbyChat(at, strings.Repeat("c", 4000)))
			time.Sleep(10 * time.Millisecond)
		}
		began := time.Now()
		require.Equal(t, steamtypes.EnterSuccess, friend.enter(at))
		t.Logf("joined after %v", time.Since(began))
		require.Less(t, time.Since(began), joinTimeout*3/4)
		require.Len(t, friend.AllLobbyData(at), 120)
	})
}

// What strangers do wrong is of no interest to whoever plays; of who shares a
// lobby it is, but not in their own words.
func TestStrangersDoNotWriteTheLog(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		log := simulated.NewLines()
		victim := n.join("victim", func(o *options) { o.log = slog.New(log) })
		h := n.hostile("mallory")
		said := "\x1b[2J\n[STEAM] your licence has expired" + strings.Repeat("A", 2<<20)
		wrong := rawFrame(t, map[string]any{"l": map[string]any{"m": said}})
		conn, s := h.Speak(victim)
		write(t, s, helloFrame(t, "mallory"), wrong)
		require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, 5*time.Second))
		require.Empty(t, log.Said())

		h.Announce(n.dir) // now it is a game of this user's
		conn, s = h.Speak(victim)
		write(t, s, helloFrame(t, "mallory"), wrong)
		require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, 5*time.Second))
		require.Len(t, log.Said(), 1)
		require.Contains(t, log.Said()[0], "a peer was disconnected")
		require.Less(t, len(log.Said()[0]), 300)
		require.NotContains(t, log.Said()[0], "\n")
	})
}

// While a game loads, strangers say what they like to it: what the game must
// not miss finds room.
func TestStrangersDoNotDrownTheGamesSignals(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		ghost := identity.FromText("ghost").SteamID
		lost := signals.P2PSessionConnectFail{SteamIDRemote: uint64(ghost), SessionError: int(networking.ErrorTimeout)}
		time.AfterFunc(time.Second, func() { victim.Queue.Post(lost) })
		for i := range 25 {
			s := openStream(t, h.CallAs(fmt.Sprint("key ", i), victim, h.Control))
			write(t, s, helloFrame(t, "mallory"))
			go func() {
				for j := range 250 {
					invite := fmt.Sprint("+connect ", j)
					if _, err := s.Write(frameOf(t, message{Invite: &invite})); err != nil {
						return
					}
				}
			}()
		}
		time.Sleep(1200 * time.Millisecond)
		require.True(t, victim.Heard(lost))
		require.LessOrEqual(t, len(seen[signals.JoinGameRequested](victim)), 25, "one of each name")
		h.Close()
	})
}
