package sockets

import "slices"

// group is a poll group. Sockets.mu guards it.
type group struct {
	conns   []*conn
	waiting int // messages of all of them
}

// setGroup moves a connection, with what it has received, into a group.
func (c *conn) setGroup(g *group) {
	if old := c.group; old != nil {
		old.waiting -= c.in.queue.len()
		i := slices.Index(old.conns, c)
		old.conns = slices.Delete(old.conns, i, i+1)
	}
	c.group = g
	if g != nil {
		g.waiting += c.in.queue.len()
		g.conns = append(g.conns, c)
	}
}

// CreateGroup makes a poll group, 0 if there are too many.
func (s *Sockets) CreateGroup() Handle {
	s.lock()
	defer s.unlock()
	if s.closed || len(s.groups) >= MaxPollGroups {
		return 0
	}
	h := s.handle()
	s.groups[h] = new(group)
	return h
}

// DestroyGroup gives a poll group up. Its connections live on.
func (s *Sockets) DestroyGroup(h Handle) bool {
	s.lock()
	defer s.unlock()
	g := s.groups[h]
	if g == nil {
		return false
	}
	for len(g.conns) > 0 {
		g.conns[0].setGroup(nil)
	}
	delete(s.groups, h)
	return true
}

// SetGroup moves a connection into a poll group, or with 0 out of its own. What
// it has received moves with it.
func (s *Sockets) SetGroup(connection, to Handle) bool {
	s.lock()
	defer s.unlock()
	c, g := s.conns[connection], s.groups[to]
	if c == nil || g == nil && to != 0 {
		return false
	}
	c.setGroup(g)
	return true
}

// ReceiveGroup takes up to limit messages of a group's connections, in the
// order in which they came. It reports false for a group that there isn't.
func (s *Sockets) ReceiveGroup(h Handle, limit int) ([]Message, bool) {
	s.lock()
	defer s.unlock()
	g := s.groups[h]
	if g == nil {
		return nil, false
	}
	messages := make([]Message, 0, max(0, min(limit, g.waiting)))
	for g.waiting > 0 && len(messages) < limit {
		messages = append(messages, g.first().in.pop())
	}
	return messages, true
}

// first returns the connection whose next message came first. Groups are small
// enough to look at each.
func (g *group) first() (first *conn) {
	for _, c := range g.conns {
		if c.in.queue.len() > 0 && (first == nil || c.in.queue.first().arrival < first.in.queue.first().arrival) {
			first = c
		}
	}
	return first
}
