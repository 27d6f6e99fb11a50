package lobby

// A world of peers whose messages travel as a test wants: in order between two
// of them, in any order otherwise, until one of the two dies.

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"go.uber.org/goleak"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type id = steamtypes.SteamID

type testing_ interface {
	Helper()
	Fatalf(format string, args ...any)
}

type pair struct{ from, to id }

// applied is what a peer has been told of a lobby: a number, and which change.
type applied struct {
	seq    uint64
	author id
	number uint64
	op     Op
}

type peer struct {
	*Node
	id      id
	events  []signals.Event
	history map[id][]applied // of lobbies that we are in
	said    map[id][]string
	met     map[id]bool
	listed  map[uint64][]Info
}

type world struct {
	t      testing_
	peers  map[id]*peer
	wire   map[pair][]*Message
	lost   map[pair]bool // to must be told that from is lost
	cut    map[pair]bool // from can't reach to
	split  bool          // once somebody could not
	births int
	random uint32
}

func newWorld(t testing_) *world {
	return &world{t: t, peers: map[id]*peer{}, wire: map[pair][]*Message{}, lost: map[pair]bool{}, cut: map[pair]bool{}}
}

// What else is on the wire: that who sent it can't be reached, and can again.
const (
	wireLost Kind = "test: lost"
	wireMet  Kind = "test: met"
)

// part cuts two peers off from each other. Of what they have sent, keep says
// how much still arrives.
func (w *world) part(a, b id, keep func(most int) int) {
	w.split = true
	for _, k := range []pair{{a, b}, {b, a}} {
		if w.cut[k] || w.peers[a] == nil || w.peers[b] == nil {
			continue
		}
		w.cut[k] = true
		w.wire[k] = append(w.wire[k][:keep(len(w.wire[k]))], &Message{Kind: wireLost})
	}
}

// meetAgain lets everybody reach everybody.
func (w *world) meetAgain() {
	for k := range w.cut {
		if w.peers[k.from] != nil && w.peers[k.to] != nil {
			w.wire[k] = append(w.wire[k], &Message{Kind: wireMet})
		}
	}
	clear(w.cut)
}

func proof(author id, message []byte) []byte {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d:%s", author, message)
	return h.Sum(nil)
}

func testID(n int) id {
	return id(steamtypes.UniverseDev)<<56 | id(steamtypes.AccountAnonUser)<<52 | id(n)
}

func (w *world) start(n int) *peer {
	p := &peer{id: testID(n), history: map[id][]applied{}, met: map[id]bool{}, said: map[id][]string{},
		listed: map[uint64][]Info{}}
	w.births++
	p.Node = New(Config{
		Self: p.id, App: 480, Start: uint64(w.births) * 1e6,
		Send: func(to id, m *Message) {
			if w.peers[p.id] != p || to == p.id {
				return
			}
			p.met[to] = true
			if w.cut[pair{p.id, to}] {
				back := pair{to, p.id}
				if q := w.wire[back]; len(q) == 0 || q[len(q)-1].Kind != wireLost {
					w.wire[back] = append(q, &Message{Kind: wireLost})
				}
				return
			}
			if other := w.peers[to]; other != nil {
				other.met[p.id] = true
				w.wire[pair{p.id, to}] = append(w.wire[pair{p.id, to}], m.clone())
			} else {
				w.lost[pair{to, p.id}] = true
			}
		},
		Post: func(e signals.Event) {
			p.events = append(p.events, e)
			if k, ok := e.(signals.LobbyKicked); ok {
				delete(p.history, id(k.Lobby))
				delete(p.said, id(k.Lobby))
			}
		},
		Around: func(other id) bool { return w.peers[other] != nil && !w.cut[pair{p.id, other}] },
		Asked:  func(id, uint64) bool { return true },
		Listed: func(_ id, q uint64, infos []Info) { p.listed[q] = append(p.listed[q], infos...) },
		Sign:   func(m []byte) []byte { return proof(p.id, m) },
		Verify: func(a id, m, pr []byte) bool { return string(proof(a, m)) == string(pr) },
		Random: func() uint32 { w.random++; return w.random },
		Applied: func(lobby id, v Version, c Change) {
			p.history[lobby] = append(p.history[lobby], applied{v.Seq, c.Author, c.Number, c.Op})
		},
	})
	w.peers[p.id] = p
	return p
}

func (w *world) ids() []id { return slices.Sorted(maps.Keys(w.peers)) }

// crash kills a peer. Of what it has sent to each other, keep says how much
// still arrives.
func (w *world) crash(p *peer, keep func(most int) int) {
	delete(w.peers, p.id)
	for _, other := range slices.Sorted(maps.Keys(p.met)) {
		k := pair{p.id, other}
		if q := w.wire[k]; len(q) > 0 {
			w.wire[k] = q[:keep(len(q))]
		}
		delete(w.wire, pair{other, p.id})
		if w.peers[other] != nil {
			w.lost[k] = true
		}
	}
}

// waiting returns who has something for whom, in a fixed order.
func (w *world) waiting() []pair {
	var ps []pair
	for k, q := range w.wire {
		if len(q) > 0 && w.peers[k.to] != nil {
			ps = append(ps, k)
		}
	}
	for k := range w.lost {
		if len(w.wire[k]) == 0 && w.peers[k.to] != nil {
			ps = append(ps, k)
		}
	}
	slices.SortFunc(ps, func(a, b pair) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return ps
}

var trace = os.Getenv("LOBBY_TRACE") != ""

func (w *world) deliver(k pair) {
	if trace {
		if q := w.wire[k]; len(q) > 0 {
			text, _ := json.Marshal(q[0])
			fmt.Println(k.from.AccountID(), "→", k.to.AccountID(), string(text)[:min(len(text), 150)])
		} else {
			fmt.Println(k.to.AccountID(), "loses", k.from.AccountID())
		}
	}
	to := w.peers[k.to]
	if q := w.wire[k]; len(q) > 0 {
		w.wire[k] = q[1:]
		switch q[0].Kind {
		case wireLost:
			to.Lost(k.from)
			return
		case wireMet:
			to.Met(k.from)
			return
		}
		if err := to.Receive(k.from, q[0]); err != nil {
			w.t.Fatalf("%v → %v: %v", k.from, k.to, err)
		}
		return
	}
	delete(w.lost, k)
	to.Lost(k.from)
}

// calm delivers everything.
func (w *world) calm() {
	w.t.Helper()
	for steps := 0; ; steps++ {
		ps := w.waiting()
		if len(ps) == 0 {
			return
		}
		if steps > 50000 {
			w.t.Fatalf("it never ends: %v", w.wire[ps[0]])
		}
		w.deliver(ps[steps%len(ps)])
	}
}

// finish lets everybody who wants to join try to the end, too.
func (w *world) finish() {
	w.t.Helper()
	w.meetAgain()
	w.calm()
	for round := range 4 {
		for _, i := range w.ids() {
			p := w.peers[i]
			for _, lobby := range slices.Sorted(maps.Keys(p.joining)) {
				if round == 3 {
					p.GiveUp(lobby)
				} else {
					p.Retry(lobby, w.ids())
				}
			}
		}
		w.calm()
	}
	for range 8 { // nobody is late, and parts merge
		for _, i := range w.ids() {
			w.peers[i].Overdue()
		}
		w.calm()
	}
}

func (s *State) text() string {
	text, _ := json.MarshalIndent(s, "", " ")
	return string(text)
}

// agree requires that all survivors of every lobby agree on everything.
func (w *world) agree() {
	w.t.Helper()
	type part struct{ lobby, host id }
	in := map[part][]*peer{}
	for _, i := range w.ids() {
		for _, lobby := range w.peers[i].Lobbies() {
			p := part{lobby, 0}
			if w.split { // there may be parts that know nothing of each other
				p.host = w.peers[i].replicas[lobby].host
			}
			in[p] = append(in[p], w.peers[i])
		}
	}
	for one, ps := range in {
		for other := range in {
			if one.lobby == other.lobby && one.host != other.host && slices.ContainsFunc(ps, func(p *peer) bool {
				return w.peers[other.host] == nil || w.peers[other.host].replicas[one.lobby].state.absent(p.id)
			}) {
				w.t.Fatalf("%v has the hosts %v and %v, who know of each other", one.lobby, one.host, other.host)
			}
		}
	}
	for one, ps := range in {
		lobby := one.lobby
		first := ps[0].replicas[lobby]
		if len(first.state.Members) != len(ps) {
			w.t.Fatalf("lobby %v has the members %v, but %d are in it", lobby, first.state.ids(), len(ps))
		}
		numbered := map[uint64]applied{}
		for _, p := range ps {
			r := p.replicas[lobby]
			if r.host != first.host || r.host != r.state.Owner {
				w.t.Fatalf("%v follows %v, %v follows %v, the owner is %v", p.id, r.host, ps[0].id, first.host, r.state.Owner)
			}
			if r.version != first.version || r.state.text() != first.state.text() {
				w.t.Fatalf("%v at %v and %v at %v differ: %s\n%s", p.id, r.version, ps[0].id, first.version, r.state.text(),
					first.state.text())
			}
			weighed := *r.state
			if weighed.weight = 0; weighed.size() != r.state.size() {
				w.t.Fatalf("the data of %v weighs %d, not %d", lobby, weighed.size(), r.state.size())
			}
			if len(r.pending) > 0 {
				w.t.Fatalf("proposals of %v are still pending: %v", p.id, r.pending)
			}
			last := uint64(0)
			for _, a := range p.history[lobby] {
				if old, ok := numbered[a.seq]; ok && old != a {
					w.t.Fatalf("number %d is %v to one and %v to another", a.seq, old, a)
				}
				if last != 0 && a.seq != last+1 {
					w.t.Fatalf("%v was told of %d after %d", p.id, a.seq, last)
				}
				numbered[a.seq], last = a, a.seq
			}
			if last != 0 && last != r.version.Seq {
				w.t.Fatalf("%v was told of changes up to %d of %d", p.id, last, r.version.Seq)
			}
		}
	}
	for _, p := range w.peers {
		for lobby, texts := range p.said {
			for _, text := range texts {
				heard := 0
				for _, e := range p.events {
					if e == (signals.LobbyMessage{Lobby: uint64(lobby), User: uint64(p.id), Message: text, Type: chatEntryText}) {
						heard++
					}
				}
				if heard != 1 {
					w.t.Fatalf("%v said %q, which was heard %d times", p.id, text, heard)
				}
			}
		}
		for _, e := range p.events {
			if k, ok := e.(signals.LobbyKicked); ok && !w.split {
				w.t.Fatalf("%v was kicked: %+v", p.id, k)
			}
		}
	}
}

// clone copies a message deeply, as the wire does.
func (m *Message) clone() *Message {
	b, err := cbor.Marshal(m)
	if err != nil {
		panic(err) // only plain types
	}
	var c Message
	if err := cbor.Unmarshal(b, &c); err != nil {
		panic(err)
	}
	return &c
}
