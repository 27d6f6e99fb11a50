package lobby

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// party returns peers who are in one lobby, the owner first.
func party(t *testing.T, n int) (*world, id, []*peer) {
	w := newWorld(t)
	var ps []*peer
	for i := range n {
		ps = append(ps, w.start(i+1))
	}
	ps[0].Create(steamtypes.LobbyPublic, 250)
	for _, p := range ps[1:] {
		p.Join(lobbyID(1), w.ids())
		w.calm()
	}
	return w, lobbyID(1), ps
}

func count[E signals.Event](p *peer) (n int) {
	for _, e := range p.events {
		if _, ok := e.(E); ok {
			n++
		}
	}
	return n
}

func TestWhatAMemberMayNot(t *testing.T) {
	w, lobby, ps := party(t, 3)
	member := ps[1]
	require.False(t, member.SetData(lobby, "k", "v"))
	require.Equal(t, steamtypes.ErrNotOwner, member.Refusal())
	require.False(t, member.SetType(lobby, steamtypes.LobbyPrivate))
	require.False(t, member.SetJoinable(lobby, false))
	require.False(t, member.SetLimit(lobby, 5))
	require.False(t, member.SetOwner(lobby, member.id))
	require.Equal(t, steamtypes.ErrNotOwner, member.Refusal())
	require.False(t, ps[0].SetOwner(lobby, 1))
	require.Equal(t, steamtypes.ErrNoMember, ps[0].Refusal())
	require.False(t, member.SetGameServer(lobby, steamtypes.GameServer{IP: "192.0.2.1", Port: 1}))
	require.False(t, member.SetData(lobby+1, "k", "v"), "in no such lobby")
	require.Equal(t, steamtypes.ErrNotInLobby, member.Refusal())
	require.Empty(t, w.waiting(), "nothing was sent")
}

func TestTheLimitsOfALobby(t *testing.T) {
	w, lobby, ps := party(t, 2)
	owner := ps[0]
	require.True(t, owner.SetData(lobby, strings.Repeat("k", steamtypes.MaxLobbyKey),
		strings.Repeat("v", steamtypes.MaxLobbyValue)))
	require.False(t, owner.SetData(lobby, strings.Repeat("k", steamtypes.MaxLobbyKey+1), "v"))
	require.False(t, owner.SetData(lobby, "k", strings.Repeat("v", steamtypes.MaxLobbyValue+1)))
	require.False(t, owner.SetData(lobby, "", "v"))
	require.False(t, owner.SetData(lobby, "k", "\xff"))
	require.True(t, owner.Chat(lobby, make([]byte, steamtypes.MaxLobbyChat)))
	require.False(t, owner.Chat(lobby, make([]byte, steamtypes.MaxLobbyChat+1)))
	require.False(t, owner.Chat(lobby, nil))
	require.Equal(t, steamtypes.ErrLobbyChat, owner.Refusal())
	for i := range steamtypes.MaxLobbyKeys - 1 {
		require.True(t, owner.SetData(lobby, fmt.Sprint(i), "v"))
	}
	require.False(t, owner.SetData(lobby, "one more", "v"))
	require.Equal(t, steamtypes.ErrLobbyKeys, owner.Refusal())
	require.True(t, owner.SetData(lobby, "0", "another"), "an old key may change")
	w.calm()
	w.agree()

	full := 0
	for i := range steamtypes.MaxLobbyKeys {
		if !ps[1].SetMemberData(lobby, fmt.Sprint(i), strings.Repeat("v", steamtypes.MaxLobbyValue)) {
			full++
			require.Equal(t, steamtypes.ErrLobbyFull, ps[1].Refusal())
		}
		w.calm()
	}
	require.NotZero(t, full, "1 MiB in all")
	w.agree()
}

// Both halves fit when they are proposed; the host sees that together they don't.
func TestWhatTheHostRefusesLaterIsTold(t *testing.T) {
	w, lobby, ps := party(t, 2)
	var refused []Op
	ps[1].config.Refused = func(op Op) { refused = append(refused, op) }
	for i := range steamtypes.MaxLobbyKeys - 1 {
		require.True(t, ps[1].SetMemberData(lobby, fmt.Sprint(i), "v"))
		w.calm()
	}
	require.True(t, ps[1].SetMemberData(lobby, "the last", "v"))
	require.True(t, ps[1].SetMemberData(lobby, "one more", "v"))
	require.Empty(t, refused)
	w.calm()
	require.Equal(t, []Op{opMemberData}, refused)
	require.Empty(t, ps[1].MemberData(lobby, ps[1].id, "one more"))
	w.agree()
}

func TestProposalsThatWaitAreBounded(t *testing.T) {
	w, lobby, ps := party(t, 2)
	for range maxPending {
		require.True(t, ps[1].Chat(lobby, []byte("hello")))
	}
	require.False(t, ps[1].Chat(lobby, []byte("too fast")))
	require.Equal(t, steamtypes.ErrLobbyWaiting, ps[1].Refusal())
	w.calm()
	require.True(t, ps[1].Chat(lobby, []byte("again")))
	w.calm()
	require.Equal(t, maxPending+1, count[signals.LobbyMessage](ps[0]))
}

func TestWhoFallsTooFarBehindIsOut(t *testing.T) {
	w, lobby, ps := party(t, 3)
	for i := range maxLog + 10 {
		ps[0].SetData(lobby, "k", fmt.Sprint(i))
		for _, k := range w.waiting() {
			if k.from != ps[2].id && k.to != ps[2].id {
				for len(w.wire[k]) > 0 {
					w.deliver(k)
				}
			}
		}
	}
	require.Equal(t, []id{ps[0].id, ps[1].id}, ps[1].Members(lobby))
	w.calm()
	require.Equal(t, 1, count[signals.LobbyKicked](ps[2]))
	require.Nil(t, ps[2].Members(lobby))
}

// A host that lies to a joiner.
func TestAWelcomeThatIsNotProven(t *testing.T) {
	for what, lie := range map[string]func(m *Message){
		"a member who did not ask": func(m *Message) { m.State.Members[0].Proof = []byte("x") },
		"data that nobody set": func(m *Message) {
			m.State.Members[0].Data = map[string]Entry{"k": {Value: "v", Number: 5, Proof: []byte("x")}}
		},
		"data that was deleted": func(m *Message) {
			c := Change{Op: opMemberData, Author: m.State.Members[0].ID, Number: 5, Key: "k"}
			m.State.Members[0].Data = map[string]Entry{"k": {Number: 5, Proof: proof(c.Author, c.signed(480, m.Lobby))}}
		},
		"another owner":      func(m *Message) { m.State.Owner = m.State.Members[1].ID },
		"no owner":           func(m *Message) { m.State.Owner = testID(99) },
		"the same one twice": func(m *Message) { m.State.Members = append(m.State.Members, m.State.Members[0]) },
		"without the joiner": func(m *Message) { m.State.Members = m.State.Members[:1] },
		"no address":         func(m *Message) { m.State.Server = "example.org:1" },
		"no limit":           func(m *Message) { m.State.Limit = 1 << 20 },
		"an endless term":    func(m *Message) { m.Term = 1 << 63 },
		"for an older wish": func(m *Message) {
			self := &m.State.Members[1]
			self.Joined = 5
			c := Change{Op: opJoin, Author: self.ID, Number: 5, Era: self.Era, Targets: []id{self.Host}}
			self.Proof = proof(self.ID, c.signed(480, m.Lobby))
		},
		"more changes than there were": func(m *Message) {
			c := Change{Op: opChat, Author: m.State.Owner, Number: 9, Text: []byte("hello")}
			c.Proof = proof(c.Author, c.signed(480, m.Lobby))
			m.Seq, m.Changes = 0, []Change{c}
		},
	} {
		for _, before := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, verified before: %v", what, before), func(t *testing.T) {
				w, lobby, ps := party(t, 1)
				joiner := w.start(7)
				joiner.Join(lobby, w.ids())
				for w.wire[pair{ps[0].id, joiner.id}] == nil || w.wire[pair{ps[0].id,
					joiner.id}][len(w.wire[pair{ps[0].id, joiner.id}])-1].Kind != kindWelcome {
					ps := w.waiting()
					require.NotEmpty(t, ps)
					w.deliver(ps[0])
					if q := w.wire[ps[0]]; len(q) == 0 {
						delete(w.wire, ps[0])
					}
				}
				q := w.wire[pair{ps[0].id, joiner.id}]
				m := q[len(q)-1]
				lie(m)
				require.True(t, joiner.Awaits(ps[0].id, m))
				require.False(t, joiner.Awaits(testID(99), m), "a stranger's is not worth the work")
				if before {
					joiner.verify(m) //nolint:errcheck // the message remembers it
					joiner.config.Verify = func(id, []byte, []byte) bool { panic("verified twice") }
				}
				w.calm()
				require.Contains(t, joiner.events,
					signals.Event(signals.LobbyJoined{Lobby: uint64(lobby), Response: int(steamtypes.EnterError)}))
				require.Nil(t, joiner.Members(lobby))
				require.Equal(t, []id{ps[0].id}, ps[0].Members(lobby))
			})
		}
	}
}

// A member that another has lost sight of is told that it is out.
func TestAMemberThatAloneLostTheHost(t *testing.T) {
	w, lobby, ps := party(t, 3)
	ps[2].Lost(ps[0].id)
	ps[0].Lost(ps[2].id)
	w.calm()
	require.Equal(t, 1, count[signals.LobbyKicked](ps[2]))
	require.Equal(t, []id{ps[0].id, ps[1].id}, ps[1].Members(lobby))
	ps[2].Join(lobby, w.ids())
	w.calm()
	require.Equal(t, []id{ps[0].id, ps[1].id, ps[2].id}, ps[1].Members(lobby))
}

// mute throws away what a peer says, for as long as there is something.
func (w *world) mute(p *peer) {
	for len(w.waiting()) > 0 {
		for k := range w.wire {
			if k.from == p.id {
				delete(w.wire, k)
			}
		}
		if ks := w.waiting(); len(ks) > 0 {
			w.deliver(ks[0])
		}
	}
}

// A member that asks to be followed in the last term of all can't use up the
// terms of the others.
func TestTermsCannotBeUsedUp(t *testing.T) {
	w, lobby, ps := party(t, 4)
	liar := ps[3]
	for _, p := range ps[1:3] {
		me := p.replicas[lobby].state.member(p.id).Joined
		from := p.replicas[lobby].state.member(liar.id).Joined
		require.NoError(t,
			p.Receive(liar.id,
				&Message{Kind: kindPrepare, Lobby: lobby, From: from, To: me, Term: lastTerm - 1,
					Version: p.replicas[lobby].version}))
	}
	w.crash(ps[0], func(int) int { return 0 })
	w.calm()
	w.crash(liar, func(int) int { return 0 })
	w.calm()
	for _, p := range ps[1:3] {
		require.Equal(t, []id{ps[1].id, ps[2].id}, p.Members(lobby))
		require.Equal(t, ps[1].id, p.Owner(lobby))
	}
	require.True(t, ps[1].SetData(lobby, "still", "alive"))
	w.calm()
	require.Equal(t, "alive", ps[2].Data(lobby, "still"))
}

// A member that never answers holds up neither a joiner nor a new host.
func TestAMemberThatDoesNotAnswer(t *testing.T) {
	t.Run("a joiner waits", func(t *testing.T) {
		w, lobby, ps := party(t, 3)
		joiner := w.start(7)
		joiner.Join(lobby, w.ids())
		w.mute(ps[1])
		require.Nil(t, joiner.Members(lobby), "not everybody knows of it")
		ps[0].Overdue()
		w.mute(ps[1])
		require.Nil(t, joiner.Members(lobby), "it may still answer")
		ps[0].Overdue()
		w.mute(ps[1])
		require.Equal(t, []id{ps[0].id, ps[2].id, joiner.id}, joiner.Members(lobby))
	})
	for silent, left := range map[int]int{1: 2, 2: 1} { // the next in charge, and another
		t.Run(fmt.Sprint("without a host, and ", silent), func(t *testing.T) {
			w, lobby, ps := party(t, 3)
			w.crash(ps[0], func(int) int { return 0 })
			w.mute(ps[silent])
			require.NotEqual(t, ps[left].id, ps[left].Owner(lobby))
			for range 2 {
				require.Contains(t, ps[left].Members(lobby), ps[silent].id, "it may still answer")
				ps[left].Overdue()
				w.mute(ps[silent])
			}
			require.Equal(t, ps[left].id, ps[left].Owner(lobby))
			require.Equal(t, []id{ps[left].id}, ps[left].Members(lobby))
			require.True(t, ps[left].SetData(lobby, "k", "v"))
		})
	}
	t.Run("who answers is not given up", func(t *testing.T) {
		w, lobby, ps := party(t, 3)
		for range 5 {
			ps[0].Chat(lobby, []byte("hello"))
			w.calm()
			for _, p := range ps {
				p.Overdue()
			}
			w.calm()
		}
		require.Len(t, ps[0].Members(lobby), 3)
		w.agree()
	})
}

func TestInvitations(t *testing.T) {
	w, lobby, ps := party(t, 2)
	guest := w.start(9)
	require.True(t, ps[1].Invite(lobby, guest.id))
	require.False(t, guest.Invite(lobby, ps[0].id), "not a member")
	w.calm()
	require.Equal(t, []signals.Event{signals.LobbyInvite{Inviter: uint64(ps[1].id), Lobby: uint64(lobby), Game: 480}},
		guest.events)
}

// Nothing is made of what carries a change that its author did not sign, and
// whoever hands it on does not keep to the protocol: it had to look, too.
func TestAChangeThatNobodySigned(t *testing.T) {
	for _, kind := range []Kind{kindChanges, kindPromise, kindFollow} {
		t.Run(string(kind), func(t *testing.T) {
			w, lobby, ps := party(t, 4)
			sender, victim := ps[0], ps[1]
			r := victim.replicas[lobby]
			m := &Message{Kind: kind, Lobby: lobby, Term: 1, Seq: r.version.Seq, Changes: make([]Change, maxLog)}
			for i := range m.Changes {
				m.Changes[i] = Change{Op: opChat, Author: ps[3].id, Number: 1e9 + uint64(i), Text: []byte("I am a fool"),
					Proof: []byte("x")}
			}
			if kind != kindChanges { // the host dies, and the victim is next in charge
				w.crash(ps[0], func(int) int { return 0 })
				sender = ps[2]
				w.mute(sender)
				m.Term, m.Version = r.election.term, Version{1, m.Seq + maxLog}
			}
			if kind == kindFollow { // or has promised to follow
				r.election, r.promisedTo = nil, sender.id
			}
			m.From, m.To = sender.replicas[lobby].joined, r.joined
			verified := 0
			verify := victim.config.Verify
			victim.config.Verify = func(author id, message,
				proof []byte) bool {
				verified++
				return verify(author, message, proof)
			}
			before := r.version
			require.True(t, victim.Awaits(sender.id, m))
			require.ErrorContains(t, victim.Receive(sender.id, m), "has not signed")
			require.Equal(t, 1, verified, "signatures up to the first bad one")
			require.False(t, victim.Awaits(sender.id, m), "it remembers")
			require.Equal(t, before, r.version)
			require.Zero(t, count[signals.LobbyMessage](victim))
			m.From++
			require.NoError(t, victim.Receive(sender.id, m.clone()), "nobody in the lobby says so")
			require.False(t, victim.Awaits(sender.id, m.clone()), "and it is not worth the work")
			require.Equal(t, 1, verified)
		})
	}
}

// Who may ask for work pays for each signature.
func TestWhatAMessageCosts(t *testing.T) {
	for want, m := range map[int]Message{
		1:              {Kind: kindAck},
		2:              {Kind: kindFollow, Changes: make([]Change, 2)},
		maxLog:         {Kind: kindChanges, Changes: make([]Change, maxLog)},
		CostOfProposal: {Kind: kindPropose, Changes: make([]Change, 1)},
		CostOfQuestion: {Kind: kindJoin, Changes: make([]Change, 1)},
	} {
		require.Equal(t, want, m.Cost(), m.Kind)
	}
}

// Strangers send lists that nobody asked for, as large as may be.
func TestAListThatNobodyAskedForIsNotLookedAt(t *testing.T) {
	w := newWorld(t)
	p := w.start(1)
	p.config.Asked = func(id, uint64) bool { return false }
	p.config.Listed = func(id, uint64, []Info) { t.Error("it is heard") }
	list := &Message{Kind: kindList, Lobbies: make([]Info, maxInfos)}
	for i := range list.Lobbies {
		list.Lobbies[i] = Info{Lobby: lobbyID(uint32(i + 1)), Owner: testID(7), Members: 1, Limit: 2,
			Data: map[string]string{}}
		for key := range steamtypes.MaxLobbyKeys {
			list.Lobbies[i].Data[fmt.Sprint(key)] = "v"
		}
	}
	list.Lobbies[0].Owner = testID(8) // a look would take it out
	require.NoError(t, p.Receive(testID(7), list))
	require.Equal(t, testID(8), list.Lobbies[0].Owner)
	require.Empty(t, p.known)
}

// Nor is anybody's lobby taken for theirs who says so.
func TestAListOfAnothersLobbies(t *testing.T) {
	w := newWorld(t)
	p := w.start(1)
	theirs, anothers := Info{Lobby: lobbyID(1), Owner: testID(7), Members: 1, Limit: 2}, Info{Lobby: lobbyID(2),
		Owner: testID(8), Members: 1, Limit: 2}
	require.NoError(t, p.Receive(testID(7), &Message{Kind: kindList, Lobbies: []Info{theirs, anothers}}))
	require.Equal(t, []Info{theirs}, p.listed[0])
	require.Len(t, p.known, 1)
}

// FuzzReceive feeds a node whatever a peer may send.
func FuzzReceive(f *testing.F) {
	for _, k := range []Kind{kindPropose, kindChanges, kindAck, kindBye, kindGone, kindNudge, kindPrepare, kindPromise,
		kindNack, kindFollow, kindFind, kindHere, kindJoin, kindDenied, kindWelcome,
		kindQuery, kindList, kindInvite, kindYield, kindAgreed} {
		f.Add(string(k), uint64(1), uint64(1), uint64(1), uint64(1), uint8(1), "memberdata")
	}
	f.Fuzz(func(t *testing.T, kind string, term, seq, from, to uint64, sender uint8, op string) {
		if !utf8.ValidString(kind) || !utf8.ValidString(op) {
			return // the decoder lets nothing else through
		}
		w, lobby, ps := party(t, 3)
		hang := time.AfterFunc(2*time.Second, func() { panic("a message that never ends") })
		defer hang.Stop()
		m := &Message{Kind: Kind(kind), Lobby: lobby, Term: term, Seq: seq, From: from, To: to, Number: term,
			Version: Version{term, seq}}
		if sender&4 != 0 {
			m.From, m.To = ps[2].replicas[lobby].joined, ps[1].replicas[lobby].joined
		}
		if sender&8 != 0 {
			m.Changes = []Change{{Op: Op(op), Author: ps[2].id, Number: seq, Key: "k", Value: "v", Targets: []id{ps[0].id}}}
			ps[2].sign(lobby, &m.Changes[0])
		}
		if sender&16 != 0 {
			m.State = ps[0].replicas[lobby].state
		}
		if sender&32 != 0 {
			ps[1].Lost(ps[0].id)
		}
		ps[1].Receive(ps[2].id, m.clone()) //nolint:errcheck
		w.calm()
	})
}

// A lobby in which members are far behind is busy enough: what the host hears
// then must not cost it a copy of its log for each of them. It once did, and
// nobody could join within ten seconds.
func TestMembersWhoAreBehindDoNotSlowTheHost(t *testing.T) {
	w, lobby, ps := party(t, 12)
	host, talker := ps[0], ps[1]
	for i := range maxLog - 50 { // nobody's answers arrive
		require.True(t, host.SetData(lobby, "k", fmt.Sprint(i)))
		clear(w.wire)
	}
	r := host.replicas[lobby]
	ack := &Message{Kind: kindAck, Lobby: lobby, From: r.state.member(talker.id).Joined, To: r.joined,
		Term: r.version.Term, Seq: 1}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const acks = 100
	for range acks {
		require.NoError(t, host.Receive(talker.id, ack))
	}
	runtime.ReadMemStats(&after)
	require.Less(t, (after.TotalAlloc-before.TotalAlloc)/acks, uint64(16<<10), "bytes for an answer")
}
