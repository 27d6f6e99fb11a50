package sockets

import (
	"container/heap"
	"slices"
	"time"
)

// A bad network, for everybody's tests. What it does to unreliable frames is
// what it is asked for. Reliable ones come in order and once whatever happens:
// of them, one that gets lost comes later, as if it had been sent again.

// fakes are the configuration values of one direction.
type fakes struct{ loss, lag, reorder, dup ConfigValue }

var (
	fakeSend = fakes{FakeLossSend, FakeLagSend, FakeReorderSend, FakeDupSend}
	fakeRecv = fakes{FakeLossRecv, FakeLagRecv, FakeReorderRecv, FakeDupRecv}
)

// resendTime is how long a lost reliable frame takes to be sent again, beside
// the lag: what a transport waits at least.
const resendTime = 100 * time.Millisecond

// line is one direction of a bad network. Sockets.mu guards it.
type line struct {
	path    *path
	forward func([]byte, bool)
	frames  heldFrames
	bytes   int
	count   uint64
	last    time.Time // when the last reliable frame is due
	timer   *time.Timer
}

type heldFrame struct {
	bytes    []byte
	reliable bool
	due      time.Time
	count    uint64
}

func (l *line) empty() bool { return len(l.frames) == 0 }

// holds reports whether a frame is none of the caller's business any more: it
// was lost, or comes later.
func (l *line) holds(b []byte, reliable bool, fake fakes) bool {
	s := l.path.s
	if len(s.config.set) == 0 && l.empty() {
		return false
	}
	c := &s.config
	loss := c.float(fake.loss)
	delay := time.Duration(c.int(fake.lag)) * time.Millisecond
	if reliable {
		if loss >= 100 {
			return true
		}
		for lag := delay; s.chance(loss); {
			delay += resendTime + 2*lag
		}
		due := time.Now().Add(delay)
		if due.Before(l.last) {
			due = l.last
		}
		if l.bytes+len(b) > MaxDelayed {
			due = l.hurry()
		}
		if delay == 0 && !l.holdsReliable() {
			return false
		}
		l.last = due
		l.hold(b, true, due)
		return true
	}
	if s.chance(loss) {
		return true
	}
	if s.chance(c.float(fake.reorder)) {
		delay += time.Duration(c.int(FakeReorderTime)) * time.Millisecond
	}
	if s.chance(c.float(fake.dup)) {
		again := time.Duration(s.rand.Int64N(int64(c.int(FakeDupTimeMax))*int64(time.Millisecond) + 1))
		l.offer(b, delay+again)
	}
	if delay == 0 {
		return false
	}
	l.offer(b, delay)
	return true
}

// offer holds an unreliable frame back, unless there is no room.
func (l *line) offer(b []byte, delay time.Duration) {
	if l.bytes+len(b) <= MaxDelayed {
		l.hold(b, false, time.Now().Add(delay))
	}
}

func (l *line) hold(b []byte, reliable bool, due time.Time) {
	l.count++
	l.bytes += len(b)
	heap.Push(&l.frames, heldFrame{slices.Clone(b), reliable, due, l.count})
	l.schedule()
}

func (l *line) holdsReliable() bool {
	return slices.ContainsFunc(l.frames, func(f heldFrame) bool { return f.reliable })
}

// hurry has everything come now, because there is too much of it.
func (l *line) hurry() time.Time {
	now := time.Now()
	for i := range l.frames {
		if l.frames[i].due.After(now) {
			l.frames[i].due = now
		}
	}
	heap.Init(&l.frames)
	l.last = now
	return now
}

// schedule has the next frame come when it is due.
func (l *line) schedule() {
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	if l.empty() {
		return
	}
	l.timer = time.AfterFunc(time.Until(l.frames[0].due), func() {
		l.path.s.lock()
		defer l.path.s.unlock()
		l.release()
	})
}

func (l *line) release() {
	for !l.empty() && !l.frames[0].due.After(time.Now()) {
		f := heap.Pop(&l.frames).(heldFrame)
		l.bytes -= len(f.bytes)
		l.forward(f.bytes, f.reliable)
	}
	l.schedule()
	l.path.pump() // what is held back leaves less room
	l.path.release()
}

func (l *line) clear() {
	l.frames, l.bytes, l.last = nil, 0, time.Time{}
	l.schedule()
}

// chance is true as many times in a hundred.
func (s *Sockets) chance(percent float64) bool {
	return percent > 0 && s.rand.Float64()*100 < percent
}

// heldFrames is a heap: what is due first, and of those what came first.
type heldFrames []heldFrame

func (h heldFrames) Len() int      { return len(h) }
func (h heldFrames) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h heldFrames) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].count < h[j].count
}
func (h *heldFrames) Push(f any) { *h = append(*h, f.(heldFrame)) }
func (h *heldFrames) Pop() any {
	last := len(*h) - 1
	f := (*h)[last]
	(*h)[last] = heldFrame{}
	*h = (*h)[:last]
	return f
}
