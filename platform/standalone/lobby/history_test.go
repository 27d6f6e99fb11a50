package lobby

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"godotsteam/steamtypes"
)

// Whatever happens in whatever order, with hosts and others dying at any
// moment, those who live agree and nothing they were told of is lost.
func TestRandomHistories(t *testing.T) { rapid.Check(t, randomHistory) }

func randomHistory(t *rapid.T) {
	w := newWorld(t)
	pick := func(n int, what string) int { return rapid.IntRange(0, n-1).Draw(t, what) }
	born := 0
	for range rapid.IntRange(2, 7).Draw(t, "peers") {
		born++
		w.start(born * 17 % 101)
	}
	splits := rapid.Bool().Draw(t, "splits")
	w.peers[w.ids()[pick(len(w.peers), "creator")]].Create(steamtypes.LobbyPublic, 6)
	lobbies := []id{lobbyID(1)}
	settled := rapid.Bool().Draw(t, "all join first")
	if settled {
		for _, i := range w.ids() {
			w.peers[i].Join(lobbies[0], w.ids())
		}
		w.calm()
	}
	deaths := rapid.IntRange(0, 5).Draw(t, "deaths")

	for step := range rapid.IntRange(1, 150).Draw(t, "steps") {
		ids := w.ids()
		p := w.peers[ids[pick(len(ids), "who")]]
		lobby := lobbies[pick(len(lobbies), "lobby")]
		other := ids[pick(len(ids), "other")]
		switch what := pick(30, "what"); what {
		case 0:
			if deaths > 0 && len(ids) > 1 {
				deaths--
				w.crash(p, func(most int) int { return pick(most+1, "arrives") })
			}
		case 1: // the host dies
			if r := p.replicas[lobby]; r != nil && deaths > 0 && len(ids) > 1 {
				if host := w.peers[r.state.Owner]; host != nil {
					deaths--
					w.crash(host, func(most int) int { return pick(most+1, "arrives") })
				}
			}
		case 2:
			p.Leave(lobby)
			delete(p.history, lobby)
			delete(p.said, lobby)
		case 3, 4:
			p.Join(lobby, ids)
		case 5:
			p.SetOwner(lobby, other)
		case 6:
			if len(lobbies) < 2 {
				p.Create(steamtypes.LobbyPublic, 3)
				lobbies = append(lobbies, lobbyID(2))
			}
		case 7:
			p.SetLimit(lobby, 1+pick(8, "limit"))
		case 8:
			p.SetJoinable(lobby, pick(4, "joinable") > 0)
		case 9, 10:
			p.SetData(lobby, fmt.Sprint("k", pick(3, "key")), fmt.Sprint("v", step))
		case 11, 12:
			p.SetMemberData(lobby, fmt.Sprint("k", pick(3, "key")), fmt.Sprint("v", step))
		case 13:
			if text := fmt.Sprint("hello ", step); p.Chat(lobby, []byte(text)) {
				p.said[lobby] = append(p.said[lobby], text)
			}
		case 14:
			forge(w, p, lobby, other, pick(6, "forgery"))
		case 15:
			for _, i := range ids {
				w.peers[i].Retry(lobby, ids)
			}
		case 16:
			if born < 9 {
				born++
				w.start(born * 17 % 101)
			}
		case 17: // some can't reach the others any more
			if splits {
				side := map[id]bool{}
				for _, i := range ids {
					side[i] = rapid.Bool().Draw(t, "side")
				}
				for _, a := range ids {
					for _, b := range ids {
						if side[a] && !side[b] {
							w.part(a, b, func(most int) int { return pick(most+1, "arrives") })
						}
					}
				}
			}
		case 18:
			w.meetAgain()
		default:
			if ps := w.waiting(); len(ps) > 0 {
				w.deliver(ps[pick(len(ps), "message")])
			}
		}
	}
	w.finish()
	w.agree()
	for _, i := range w.ids() {
		for _, lobby := range w.peers[i].Lobbies() {
			if text := w.peers[i].replicas[lobby].state.text(); strings.Contains(text, "evil") {
				t.Fatalf("a forgery went through: %s", text)
			}
		}
	}
}

// forge sends what nobody may to the host: in another's name, or beyond one's
// rights.
func forge(w *world, p *peer, lobby, other id, how int) {
	r := p.replicas[lobby]
	if r == nil || r.host == 0 || r.leads() || other == p.id {
		return
	}
	c := Change{Op: opMemberData, Key: "evil", Value: "evil", Author: other, Number: p.number + 1e5}
	switch how {
	case 0: // unsigned
	case 1: // signed by the wrong one
		c.Proof = proof(p.id, c.signed(480, lobby))
	case 2: // another's lobby data
		c.Op = opData
		p.sign(lobby, &c)
	case 3: // signed for another lobby
		p.sign(lobby+1, &c)
	case 4: // a drop by somebody who is not in charge
		c = Change{Op: opDrop, Targets: slices.DeleteFunc(r.state.ids(), func(i id) bool { return i == p.id })}
		p.sign(lobby, &c)
	case 5: // changed after it was signed
		p.sign(lobby, &c)
		c.Value = "evil too"
	}
	r.send(r.host, Message{Kind: kindPropose, Changes: []Change{c}})
}
