package control

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	protocol "godotsteam/platform/standalone/lobby"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// seen returns the events of a kind that a player has heard of.
func seen[E signals.Event](p *player) (events []E) {
	for _, e := range p.Drain() {
		if e, ok := e.(E); ok {
			events = append(events, e)
		}
	}
	return events
}

// next waits for an event of a kind, takes it and returns it.
func next[E signals.Event](p *player) (event E) {
	p.t.Helper()
	until(p.t, p.within(20*time.Second), fmt.Sprintf("%T", event), func() bool { return len(seen[E](p)) > 0 })
	event = seen[E](p)[0]
	i := slices.IndexFunc(p.Events, func(e signals.Event) bool { _, ok := e.(E); return ok })
	p.Events = slices.Delete(p.Events, i, i+1)
	return event
}

func (p *player) create(kind steamtypes.LobbyType, limit int) steamtypes.SteamID {
	p.t.Helper()
	p.CreateLobby(kind, limit)
	created := next[signals.LobbyCreated](p)
	require.Equal(p.t, 1, created.Result)
	require.Equal(p.t, signals.LobbyJoined{Lobby: created.Lobby, Response: 1}, next[signals.LobbyJoined](p))
	return steamtypes.SteamID(created.Lobby)
}

// enter joins a lobby and returns the response.
func (p *player) enter(lobby steamtypes.SteamID) steamtypes.ChatRoomEnterResponse {
	p.t.Helper()
	p.JoinLobby(lobby)
	joined := next[signals.LobbyJoined](p)
	require.Equal(p.t, uint64(lobby), joined.Lobby)
	return steamtypes.ChatRoomEnterResponse(joined.Response)
}

// getIn joins a lobby, with the first try unless the machine may be busy.
func (p *player) getIn(lobby steamtypes.SteamID) {
	p.t.Helper()
	until(p.t, p.within(time.Millisecond), "to be let in",
		func() bool { return p.enter(lobby) == steamtypes.EnterSuccess })
}

// getList finds one lobby, with the first try unless the machine may be busy.
func (p *player) getList(lobby steamtypes.SteamID) {
	p.t.Helper()
	until(p.t, p.within(time.Millisecond), "the list", func() bool {
		return slices.Equal(p.list(steamtypes.LobbyFilter{}), []steamtypes.SteamID{lobby})
	})
}

func (p *player) list(f steamtypes.LobbyFilter) []steamtypes.SteamID {
	p.t.Helper()
	p.RequestLobbyList(f)
	return p.matches()
}

// matches waits for a list that was asked for.
func (p *player) matches() []steamtypes.SteamID {
	p.t.Helper()
	ids := []steamtypes.SteamID{}
	for _, id := range next[signals.LobbyMatchList](p).Lobbies {
		ids = append(ids, steamtypes.SteamID(id))
	}
	return ids
}

func memberIDs(ps ...*player) []steamtypes.SteamID {
	var ids []steamtypes.SteamID
	for _, p := range ps {
		ids = append(ids, p.SteamID())
	}
	return ids
}

// gathered waits until all see the same members, the first being the owner.
func gathered(t *testing.T, lobby steamtypes.SteamID, ps ...*player) {
	t.Helper()
	for _, p := range ps {
		until(t, p.within(20*time.Second), "the members", func() bool {
			return slices.Equal(membersOf(p, lobby), memberIDs(ps...)) && p.LobbyOwner(lobby) == ps[0].SteamID()
		})
	}
}

func update(lobby steamtypes.SteamID, who *player, how steamtypes.MemberChange) signals.LobbyChatUpdate {
	return signals.LobbyChatUpdate{Lobby: uint64(lobby), Changed: uint64(who.SteamID()),
		MakingChange: uint64(who.SteamID()), State: int(how)}
}

func trio(n *network) (a, b, c *player) { return n.join("anna"), n.join("bert"), n.join("cleo") }

// The way of a game: it lists, joins, talks and leaves. On real sockets too.
func TestLobbyFromCreationToTheOwnersLeave(t *testing.T) {
	t.Run("virtual", func(t *testing.T) {
		inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
			a, b, c := trio(n)
			lobbyLife(t, a, b, c)
		})
	})
	t.Run("lossy", func(t *testing.T) {
		q := quality{Latency: 20 * time.Millisecond, Jitter: 20 * time.Millisecond, Loss: 0.05}
		inVirtualTime(t, 2, q, func(t *testing.T, n *network) {
			a, b, c := trio(n)
			lobbyLife(t, a, b, c)
		})
	})
	t.Run("real", func(t *testing.T) {
		dir := t.TempDir()
		var ps []*player
		for _, name := range []string{"anna", "bert", "cleo"} {
			udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
			require.NoError(t, err)
			ps = append(ps, playOn(t, endpoint.Socket{UDPConn: udp}, name, options{
				log: slog.New(slog.DiscardHandler), timeout: networking.SessionTimeout, dir: dir,
			}))
		}
		lobbyLife(t, ps[0], ps[1], ps[2])
	})
}

func lobbyLife(t *testing.T, a, b, c *player) {
	lobby := a.create(steamtypes.LobbyPublic, 3)
	require.Equal(t, steamtypes.AccountChat, lobby.Type())
	require.NoError(t, a.SetLobbyData(lobby, "mode", "duel"))
	require.NoError(t, a.SetLobbyData(lobby, "level", "7"))
	require.NoError(t, a.SetLobbyData(lobby, "gone", "soon"))
	require.NoError(t, a.DeleteLobbyData(lobby, "gone"))

	b.getList(lobby)
	require.Equal(t, "duel", b.LobbyData(lobby, "mode"), "known from the list")
	require.Equal(t, 1, b.LobbyMemberCount(lobby))
	require.Equal(t, 3, b.LobbyMemberLimit(lobby))
	require.Nil(t, membersOf(b, lobby))
	require.Empty(t, b.list(steamtypes.LobbyFilter{Strings: []steamtypes.StringFilter{{Key: "mode", Value: "race"}}}))

	b.getIn(lobby)
	require.Equal(t, update(lobby, b, steamtypes.MemberEntered), next[signals.LobbyChatUpdate](a))
	joined := signals.PersonaStateChange{User: uint64(b.SteamID()), Flags: steamtypes.PersonaJoinedSource}
	until(t, a.within(time.Millisecond), "joined source", func() bool { return a.Heard(joined) })
	c.getIn(lobby)
	gathered(t, lobby, a, b, c)
	require.Equal(t, update(lobby, c, steamtypes.MemberEntered), next[signals.LobbyChatUpdate](b))
	require.Equal(t, []steamtypes.KeyValue{{Key: "level", Value: "7"}, {Key: "mode", Value: "duel"}},
		c.AllLobbyData(lobby))
	require.Error(t, c.SetLobbyData(lobby, "mode", "mine"), "only the owner may")
	require.Error(t, c.SetLobbyOwner(lobby, c.SteamID()))

	c.SetLobbyMemberData(lobby, "colour", "red")
	require.Equal(t, "red", c.LobbyMemberData(lobby, c.SteamID(), "colour"), "at once")
	for _, p := range []*player{a, b} {
		until(t, a.within(5*time.Second), "the colour",
			func() bool { return p.LobbyMemberData(lobby, c.SteamID(), "colour") == "red" })
	}
	require.NoError(t, b.SendLobbyChat(lobby, "hello"))
	require.NoError(t, b.SendLobbyChat(lobby, "hello"))
	for _, p := range []*player{a, b, c} {
		for range 2 {
			require.Equal(t, signals.LobbyMessage{Lobby: uint64(lobby), User: uint64(b.SteamID()), Message: "hello", Type: 1},
				next[signals.LobbyMessage](p))
		}
	}
	a.SetLobbyGameServer(lobby, steamtypes.GameServer{IP: "192.0.2.7", Port: 27015, ID: a.SteamID()})
	require.Equal(t,
		signals.LobbyGameCreated{Lobby: uint64(lobby), Server: uint64(a.SteamID()), IP: "192.0.2.7",
			Port: 27015}, next[signals.LobbyGameCreated](c))

	b.Forget()
	require.NoError(t, a.SetLobbyOwner(lobby, c.SteamID()))
	for _, p := range []*player{a, b, c} {
		until(t, a.within(5*time.Second), "the new owner", func() bool { return p.LobbyOwner(lobby) == c.SteamID() })
	}
	until(t, a.within(5*time.Second), "the new owner's say",
		func() bool { return c.SetLobbyData(lobby, "level", "8") == nil })
	until(t, a.within(5*time.Second), "the new level",
		func() bool { return a.LobbyData(lobby, "level") == "8" && b.LobbyData(lobby, "level") == "8" })
	require.Error(t, a.SetLobbyData(lobby, "level", "9"))

	c.LeaveLobby(lobby)
	require.Nil(t, membersOf(c, lobby))
	require.Equal(t, update(lobby, c, steamtypes.MemberLeft), next[signals.LobbyChatUpdate](b))
	left := signals.PersonaStateChange{User: uint64(c.SteamID()), Flags: steamtypes.PersonaLeftSource}
	until(t, b.within(time.Millisecond), "left source", func() bool { return b.Heard(left) })
	gathered(t, lobby, a, b)
	require.Equal(t, "8", b.LobbyData(lobby, "level"), "the data survives")
	c.getIn(lobby)
	gathered(t, lobby, a, b, c)
	require.Empty(t, c.LobbyMemberData(lobby, c.SteamID(), "colour"))

	for _, p := range []*player{a, b, c} {
		require.Empty(t, seen[signals.P2PSessionRequest](p), "lobbies ask for no session")
		require.Empty(t, seen[signals.LobbyKicked](p))
	}
}

func TestTheOwnersProcessDies(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		inVirtualTime(t, seed, quality{Latency: 5 * time.Millisecond, Jitter: 10 * time.Millisecond},
			func(t *testing.T, n *network) {
				a, b, c := trio(n)
				lobby := a.create(steamtypes.LobbyPrivate, 4)
				require.Equal(t, steamtypes.EnterSuccess, b.enter(lobby))
				require.Equal(t, steamtypes.EnterSuccess, c.enter(lobby))
				gathered(t, lobby, a, b, c)
				c.Forget()
				a.SetLobbyData(lobby, "map", "castle")
				b.SetLobbyMemberData(lobby, "ready", "yes")
				time.Sleep(time.Duration(seed) * time.Millisecond)
				told := c.LobbyData(lobby, "map") == "castle"
				a.kill()
				c.SendLobbyChat(lobby, "is anybody there?")

				require.Equal(t, update(lobby, a, steamtypes.MemberDisconnected), next[signals.LobbyChatUpdate](c))
				gathered(t, lobby, b, c)
				until(t, 5*time.Second, "b's data", func() bool { return c.LobbyMemberData(lobby, b.SteamID(), "ready") == "yes" })
				require.Equal(t, "is anybody there?", next[signals.LobbyMessage](b).Message)
				if told {
					require.Equal(t, "castle", c.LobbyData(lobby, "map"), "c was told")
				}
				require.Equal(t, b.LobbyData(lobby, "map"), c.LobbyData(lobby, "map"))
				require.NoError(t, b.SetLobbyData(lobby, "map", "forest"))
				until(t, 5*time.Second, "the forest", func() bool { return c.LobbyData(lobby, "map") == "forest" })

				again := n.join("anna") // the same user, another process
				require.Equal(t, steamtypes.EnterSuccess, again.enter(lobby))
				gathered(t, lobby, b, c, again)
			})
	}
}

func TestJoiningWhatCannotBeJoined(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b, c := trio(n)
		lobby := a.create(steamtypes.LobbyPublic, 2)
		require.Equal(t, steamtypes.EnterSuccess, b.enter(lobby))
		require.Equal(t, steamtypes.EnterFull, c.enter(lobby))
		require.Empty(t, c.list(steamtypes.LobbyFilter{}), "full lobbies are not listed")
		require.NoError(t, a.SetLobbyMemberLimit(lobby, 3))
		require.NoError(t, a.SetLobbyJoinable(lobby, false))
		require.Equal(t, steamtypes.EnterNotAllowed, c.enter(lobby))
		require.NoError(t, a.SetLobbyJoinable(lobby, true))
		require.NoError(t, a.SetLobbyType(lobby, steamtypes.LobbyFriendsOnly))
		require.Empty(t, c.list(steamtypes.LobbyFilter{}))
		a.LeaveLobby(lobby)
		b.LeaveLobby(lobby)
		require.Equal(t, steamtypes.EnterDoesntExist, c.enter(lobby))
		require.True(t, c.RequestLobbyData(lobby))
		require.Zero(t, next[signals.LobbyDataUpdate](c).Success)
		require.Equal(t, steamtypes.EnterDoesntExist, c.enter(c.SteamID()), "no lobby's ID")
	})
}

func TestListsAreFilteredAndSorted(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b, c := trio(n)
		low, high := a.create(steamtypes.LobbyPublic, 2), b.create(steamtypes.LobbyInvisible, 8)
		a.SetLobbyData(low, "level", "3")
		b.SetLobbyData(high, "level", "30")
		list := func(f steamtypes.LobbyFilter) []steamtypes.SteamID { return c.list(f) }
		require.ElementsMatch(t, []steamtypes.SteamID{low, high}, list(steamtypes.LobbyFilter{}))
		require.Equal(t, []steamtypes.SteamID{low, high},
			list(steamtypes.LobbyFilter{Near: []steamtypes.NearFilter{{Key: "level", Value: 5}}}))
		require.Equal(t, []steamtypes.SteamID{high, low},
			list(steamtypes.LobbyFilter{Near: []steamtypes.NearFilter{{Key: "level", Value: 29}}}))
		require.Equal(t, []steamtypes.SteamID{high}, list(steamtypes.LobbyFilter{Slots: 2}))
		require.Len(t, list(steamtypes.LobbyFilter{MaxResults: 1}), 1)
		for compare, want := range map[steamtypes.Comparison][]steamtypes.SteamID{
			steamtypes.LessThan: {low}, steamtypes.EqualToOrLessThan: {low}, steamtypes.Equal: nil,
			steamtypes.GreaterThan: {high}, steamtypes.EqualToGreater: {high}, steamtypes.NotEqual: {low, high},
		} {
			require.ElementsMatch(t, want,
				list(steamtypes.LobbyFilter{Numbers: []steamtypes.NumberFilter{{Key: "level", Value: 10,
					Compare: compare}}}), compare)
		}
	})
}

// An invitation waits until who is invited has been met.
func TestInvitingBeforeMeeting(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a := n.join("anna")
		lobby := a.create(steamtypes.LobbyPrivate, 2)
		b := n.join("bert")
		require.Equal(t, 0, a.PersonaStateOf(b.SteamID()))
		require.True(t, a.InviteUserToLobby(lobby, b.SteamID()))
		require.True(t, a.InviteUserToGame(b.SteamID(), "+connect me"))
		require.Equal(t, signals.LobbyInvite{Inviter: uint64(a.SteamID()), Lobby: uint64(lobby), Game: testApp},
			next[signals.LobbyInvite](b))
		require.Equal(t, "+connect me", next[signals.JoinGameRequested](b).Connect)
		require.False(t, a.InviteUserToLobby(lobby, identity.FromText("nobody").SteamID))
		require.False(t, a.InviteUserToLobby(lobby, a.SteamID()), "oneself")
	})
}

// A disk that does not answer holds up no call of the game.
func TestASlowDiskHoldsUpNoCall(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		b := n.join("bert")
		theirs := b.create(steamtypes.LobbyPublic, 4)
		disk := make(chan struct{})
		a := n.join("anna", func(o *options) { o.disk = disk })
		began := time.Now()
		require.Empty(t, a.FriendList(0xFFFF))
		require.Empty(t, a.PersonaNameOf(b.SteamID()))
		require.NoError(t, a.SetRichPresence("status", "waits"))
		a.RequestLobbyList(steamtypes.LobbyFilter{})
		a.JoinLobby(theirs)
		require.True(t, a.RequestLobbyData(theirs))
		ours := a.create(steamtypes.LobbyPublic, 4)
		require.NoError(t, a.SetLobbyData(ours, "level", "7"))
		time.Sleep(time.Second) // b calls
		require.Empty(t, a.LobbyMemberData(ours, b.SteamID(), "colour"))
		require.Equal(t, time.Second, time.Since(began), "nothing waits")
		require.Empty(t, seen[signals.LobbyMatchList](a))
		close(disk)
		require.Equal(t, []uint64{uint64(theirs)}, next[signals.LobbyMatchList](a).Lobbies)
		require.Equal(t, int(steamtypes.EnterSuccess), next[signals.LobbyJoined](a).Response)
		gathered(t, theirs, b, a)
	})
}

// One player names the other, who is on another computer and names nobody: in
// a lobby both can begin.
func TestALobbyOfOneWhoWasNotNamed(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		elsewhere := t.TempDir()
		host := n.join("host", func(o *options) { o.dir = elsewhere })
		guest := n.join("guest", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{host.SteamID(): {host.address}}
		})
		lobby := host.create(steamtypes.LobbyPublic, 2)
		require.Equal(t, []steamtypes.SteamID{lobby}, guest.list(steamtypes.LobbyFilter{}))
		require.Equal(t, steamtypes.EnterSuccess, guest.enter(lobby))
		gathered(t, lobby, host, guest)
	})
}

// Who gives up joining and wants it again has all the time there is.
func TestASecondWishToJoin(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.join("anna"), n.join("bert")
		lobby := a.create(steamtypes.LobbyPublic, 2)
		h := n.hostile("mallory") // says that it knows the lobby, and not whose it is
		h.Announce(n.dir)
		gone := lobby + 1
		_, s := h.Speak(b)
		write(t, s, helloFrame(t, "mallory"))
		answer := func() {
			write(t, s, frameOf(t, message{Lobby: &protocol.Message{Kind: "here", Lobby: gone, Known: true}}))
		}
		b.JoinLobby(gone)
		answer()
		time.Sleep(joinTimeout * 3 / 4)
		b.LeaveLobby(gone)
		b.JoinLobby(gone)
		answer()
		time.Sleep(joinTimeout / 2)
		require.Empty(t, seen[signals.LobbyJoined](b), "the second wish is still young")
		require.Equal(t, int(steamtypes.EnterError), next[signals.LobbyJoined](b).Response)
		require.Equal(t, steamtypes.EnterSuccess, b.enter(lobby))
	})
}

func TestFriendsSeeWhichLobbyOneIsIn(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.join("anna"), n.join("bert")
		sees := func(want steamtypes.SteamID) {
			t.Helper()
			until(t, 5*time.Second, "the game", func() bool {
				game, ok := b.GamePlayedBy(a.SteamID())
				return ok && game == platform.GamePlayed{AppID: testApp, IP: "0.0.0.0", Lobby: want}
			})
		}
		_, ok := b.GamePlayedBy(a.SteamID())
		require.False(t, ok, "not met yet")
		sees(0)
		lobby := a.create(steamtypes.LobbyPublic, 2)
		sees(lobby)
		require.Contains(t, seen[signals.PersonaStateChange](b),
			signals.PersonaStateChange{User: uint64(a.SteamID()), Flags: steamtypes.PersonaGamePlayed})
		for kind, want := range map[steamtypes.LobbyType]steamtypes.SteamID{
			steamtypes.LobbyInvisible: 0, steamtypes.LobbyFriendsOnly: lobby,
			steamtypes.LobbyPrivate: 0, steamtypes.LobbyPublic: lobby,
		} {
			require.NoError(t, a.SetLobbyType(lobby, kind))
			sees(want)
		}
		a.LeaveLobby(lobby)
		sees(0)
	})
}

func TestFriendsAreThePeersAround(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.join("anna"), n.join("bert")
		require.Empty(t, a.FriendList(0xFFFF))
		until(t, 5*time.Second, "the name",
			func() bool { return a.PersonaNameOf(b.SteamID()) == "bert" && b.PersonaNameOf(a.SteamID()) == "anna" })
		require.Equal(t, []steamtypes.SteamID{b.SteamID()}, a.FriendList(0xFFFF))
		require.Empty(t, a.FriendList(0x01), "nobody is blocked")
		require.Equal(t, 1, a.PersonaStateOf(b.SteamID()))
		require.Equal(t, 3, a.RelationshipWith(b.SteamID()))
		require.Contains(t, seen[signals.PersonaStateChange](a),
			signals.PersonaStateChange{User: uint64(b.SteamID()),
				Flags: steamtypes.PersonaComeOnline | steamtypes.PersonaStatus | steamtypes.PersonaName})

		require.NoError(t, b.SetRichPresence("status", "in the menu"))
		until(t, 5*time.Second, "the presence",
			func() bool { return a.RichPresenceOf(b.SteamID(), "status") == "in the menu" })
		require.Error(t, b.SetRichPresence("status", "\xff"), "not UTF-8")
		require.False(t, b.InviteUserToGame(a.SteamID(), "\xff"))
		for key := range maxPresenceKeys - 1 {
			require.NoError(t, b.SetRichPresence(fmt.Sprint(key), "v"))
		}
		require.Error(t, b.SetRichPresence("one more", "v"))
		require.NoError(t, b.SetRichPresence("one more", ""), "to take back what was not said needs no room")
		b.ClearRichPresence()
		until(t, 5*time.Second, "no presence", func() bool { return a.RichPresenceOf(b.SteamID(), "status") == "" })

		require.True(t, a.InviteUserToGame(b.SteamID(), "+connect me"))
		require.Equal(t, signals.JoinGameRequested{User: uint64(a.SteamID()), Connect: "+connect me"},
			next[signals.JoinGameRequested](b))
		lobby := a.create(steamtypes.LobbyPrivate, 2)
		require.True(t, a.InviteUserToLobby(lobby, b.SteamID()))
		require.Equal(t, signals.LobbyInvite{Inviter: uint64(a.SteamID()), Lobby: uint64(lobby), Game: testApp},
			next[signals.LobbyInvite](b))
		require.Equal(t, steamtypes.EnterSuccess, b.enter(lobby))

		for size, width := range map[int]int{1: 32, 2: 64, 3: 184} {
			a.RequestAvatar(b.SteamID(), size)
			picture := next[signals.AvatarLoaded](a)
			require.Equal(t, width, picture.Width)
			require.Len(t, picture.RGBA, 4*width*width)
		}

		a.Forget()
		b.kill()
		require.Equal(t, update(lobby, b, steamtypes.MemberDisconnected), next[signals.LobbyChatUpdate](a))
		require.Equal(t, 0, a.PersonaStateOf(b.SteamID()))
		require.Equal(t, "bert", a.PersonaNameOf(b.SteamID()), "the name stays known")
		require.False(t, a.InviteUserToGame(b.SteamID(), "x"))
		c := n.join("cleo")
		until(t, 5*time.Second, "cleo", func() bool { return slices.Contains(a.FriendList(4), c.SteamID()) })
		a.Shutdown()
		require.Empty(t, a.FriendList(0xFFFF))
		a.CreateLobby(steamtypes.LobbyPublic, 2)
		a.JoinLobby(lobby)
		a.LeaveLobby(lobby)
		require.False(t, a.RequestLobbyData(lobby))
	})
}

// Games ask as soon as they have started, when nobody on the local network has
// been heard of yet.
func TestAskingAtTheStart(t *testing.T) {
	for what, ask := range map[string]func(a *player, lobby steamtypes.SteamID) bool{
		"list": func(a *player, lobby steamtypes.SteamID) bool { return len(a.list(steamtypes.LobbyFilter{})) == 1 },
		"join": func(a *player, lobby steamtypes.SteamID) bool { return a.enter(lobby) == steamtypes.EnterSuccess },
	} {
		t.Run(what, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				a, b := n.pair()
				lobby := b.create(steamtypes.LobbyPublic, 4)
				b.directory.Withdraw()
				a.control.settled = time.Now().Add(FirstAnswers)
				found := make(chan error, 1)
				time.AfterFunc(FirstAnswers/2, func() { found <- b.directory.Announce(b.SteamID(), b.address) })
				require.True(t, ask(a, lobby))
				require.NoError(t, <-found)
			})
		})
	}
}

// Who takes back the wish to join at the start gets no answer to it, as later.
func TestLeavingWhatOneWaitsToJoinAtTheStart(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		left, other := b.create(steamtypes.LobbyPublic, 4), b.create(steamtypes.LobbyPublic, 4)
		a.control.settled = time.Now().Add(FirstAnswers)
		a.JoinLobby(left)
		a.JoinLobby(other)
		a.LeaveLobby(left)
		require.Equal(t, signals.LobbyJoined{Lobby: uint64(other), Response: int(steamtypes.EnterSuccess)},
			next[signals.LobbyJoined](a))
		time.Sleep(joinTimeout + time.Second)
		require.Empty(t, seen[signals.LobbyJoined](a))
		require.Equal(t, memberIDs(b), membersOf(b, left))

		a.control.settled = time.Now().Add(FirstAnswers)
		a.JoinLobby(left)
		a.LeaveLobby(left)
		time.Sleep(FirstAnswers / 2)
		require.Equal(t, steamtypes.EnterSuccess, a.enter(left), "who wants it again is let in")
		time.Sleep(joinTimeout + time.Second)
		require.Empty(t, seen[signals.LobbyJoined](a), "once")
	})
}

// Players who say much at once, as large as may be, on a line that is neither
// short nor wide: all hear it, and nobody is thrown out.
func TestManyWordsAtOnce(t *testing.T) {
	inVirtualTime(t, 1, quality{Latency: 80 * time.Millisecond, Rate: 4 << 20, Buffer: 200 * time.Millisecond},
		func(t *testing.T, n *network) {
			a, b, c := trio(n)
			lobby := a.create(steamtypes.LobbyPublic, 4)
			for _, p := range []*player{b, c} {
				require.Equal(t, steamtypes.EnterSuccess, p.enter(lobby))
			}
			gathered(t, lobby, a, b, c)
			said := 0
			for _, p := range []*player{b, c} {
				for p.SendLobbyChat(lobby, strings.Repeat(string([]byte{'x'}), steamtypes.MaxLobbyChat)) == nil {
					said++
				}
			}
			for _, p := range []*player{a, b, c} {
				until(t, 20*time.Second, "all words", func() bool { return len(seen[signals.LobbyMessage](p)) == said })
			}
			gathered(t, lobby, a, b, c)
		})
}

// as gives a player another part in lobbies, before it is in one.
func (p *player) as(change func(*protocol.Config)) {
	c := p.control
	config := protocol.Config{
		Self: p.SteamID(), App: testApp, Start: p.control.Life,
		Sign: p.control.Identity.Sign, Verify: identity.Verify, Random: randomAccount,
		Send: func(to steamtypes.SteamID, m *protocol.Message) { c.send(to, message{Lobby: m}) },
		Post: func(e signals.Event) { p.Queue.Post(e) }, Around: c.isAround,
	}
	change(&config)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.node = protocol.New(config)
}

// A host sends thousands of signatures to whoever is let in, and a thousand at
// once to all, if it likes. No call of the game waits until they are verified.
func TestSignaturesAreVerifiedWithoutTheLock(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b, c := trio(n)
		for _, p := range []*player{a, b, c} {
			p.as(func(config *protocol.Config) {
				config.Verify = func(steamtypes.SteamID, []byte, []byte) bool {
					t.Error("a signature is verified while the game may have to wait")
					return false
				}
			})
		}
		lobby := a.create(steamtypes.LobbyPublic, 4)
		a.SetLobbyMemberData(lobby, "colour", "red")
		for _, p := range []*player{b, c} {
			require.Equal(t, steamtypes.EnterSuccess, p.enter(lobby))
		}
		require.Equal(t, "red", b.LobbyMemberData(lobby, a.SteamID(), "colour"))
		require.NoError(t, b.SendLobbyChat(lobby, "to the host, and from it"))
		require.Equal(t, "to the host, and from it", next[signals.LobbyMessage](c).Message)
		require.NoError(t, a.SendLobbyChat(lobby, "my last words"))
		a.LeaveLobby(lobby)
		gathered(t, lobby, b, c)
		require.NoError(t, c.SendLobbyChat(lobby, "to the next host"))
		for _, text := range []string{"to the host, and from it", "my last words", "to the next host"} {
			require.Equal(t, text, next[signals.LobbyMessage](b).Message)
		}
	})
}

// A host that puts words into somebody's mouth loses whom it tells them.
func TestAHostThatHandsOnWhatNobodySigned(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b, c := trio(n)
		a.as(func(config *protocol.Config) {
			send := config.Send
			config.Send = func(to steamtypes.SteamID, m *protocol.Message) {
				if m.Kind == "changes" && to == b.SteamID() && m.Changes[0].Op == "chat" {
					m.Changes[0].Text = []byte("I am a fool")
				}
				send(to, m)
			}
		})
		lobby := a.create(steamtypes.LobbyPublic, 4)
		for _, p := range []*player{b, c} {
			require.Equal(t, steamtypes.EnterSuccess, p.enter(lobby))
		}
		gathered(t, lobby, a, b, c)
		require.NoError(t, c.SendLobbyChat(lobby, "I am no fool"))
		require.Equal(t, uint64(lobby), next[signals.LobbyKicked](b).Lobby, "the others go on")
		require.Empty(t, seen[signals.LobbyMessage](b))
		gathered(t, lobby, a, c)
	})
}
