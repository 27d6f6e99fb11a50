package control

import (
	"time"

	"godotsteam/platform/standalone/lobby"
	"godotsteam/steamtypes"
)

// listing is a question that several peers are asked.
type listing struct {
	number  uint64
	waiting map[steamtypes.SteamID]bool
	hear    func([]lobby.Info) // each answer
	finish  func()
}

// answered takes in that a peer has said all that it will.
func (l *listing) answered(c *Control, peer steamtypes.SteamID) {
	delete(l.waiting, peer)
	if len(l.waiting) == 0 && c.listings[l.number] == l {
		delete(c.listings, l.number)
		l.finish()
	}
}

// whenSettled does work when we have looked around, and not before others on the
// local network can be known: games ask for lobbies as soon as they have started.
func (c *Control) whenSettled(work func()) { c.lookThen(time.Until(c.settled), work) }

// SettleAt says until when others on the local network may have yet to be found.
func (c *Control) SettleAt(when time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settled = when
}

// query asks all peers around for their lobbies, or for a certain one. Answers
// are not kept: together they may be large.
func (c *Control) query(only steamtypes.SteamID, hear func([]lobby.Info), finish func()) {
	c.whenSettled(func() { c.ask(only, hear, finish) })
}

func (c *Control) ask(only steamtypes.SteamID, hear func([]lobby.Info), finish func()) {
	c.queries++
	l := &listing{number: c.queries, waiting: map[steamtypes.SteamID]bool{0: true}, hear: hear, finish: finish}
	c.listings[l.number] = l
	for _, id := range c.within() {
		l.waiting[id] = true
		c.node.Query(id, l.number, only)
	}
	l.answered(c, 0)
	c.after(listTimeout, func() {
		clear(l.waiting)
		l.answered(c, 0)
	})
}

// asked reports whether we wait for a peer's answer.
func (c *Control) asked(peer steamtypes.SteamID, number uint64) bool {
	l := c.listings[number]
	return l != nil && l.waiting[peer]
}

// listed takes in an answer that was asked for.
func (c *Control) listed(from steamtypes.SteamID, number uint64, infos []lobby.Info) {
	l := c.listings[number]
	l.hear(infos)
	l.answered(c, from)
}
