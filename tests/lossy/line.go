package lossy

import (
	"container/heap"
	"math/rand/v2"
	"time"
)

// line is one direction of a network.
type line struct {
	network *Network
	deliver func(packet []byte)
	rng     *rand.Rand
	in      chan []byte

	underway packets
	taken    int
	busy     time.Time // until when it carries what was sent before
	last     time.Time // when the last packet arrives
}

// packet is on its way.
type packet struct {
	due   time.Time
	order int
	bytes []byte
}

func newLine(n *Network, deliver func([]byte), rng *rand.Rand) *line {
	l := &line{network: n, deliver: deliver, rng: rng, in: make(chan []byte, 256)}
	n.lines.Go(l.run)
	return l
}

func (l *line) run() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		if len(l.underway) > 0 {
			timer.Reset(time.Until(l.underway[0].due))
		}
		select {
		case bytes, ok := <-l.in:
			if !ok {
				return
			}
			l.take(bytes)
		case <-timer.C:
		}
		for len(l.underway) > 0 && !time.Now().Before(l.underway[0].due) {
			l.deliver(heap.Pop(&l.underway).(packet).bytes)
		}
	}
}

// take decides what becomes of a packet.
func (l *line) take(bytes []byte) {
	n, q := l.network, l.network.quality
	n.sent.Add(1)
	full := q.Rate > 0 && time.Until(l.busy) > q.Buffer
	lost := l.rng.Float64() < q.Loss
	twice := l.rng.Float64() < q.Duplicate
	switch {
	case n.cut.Load(), full, lost:
		n.dropped.Add(1)
		return
	case twice:
		n.duplicated.Add(1)
		l.schedule(bytes)
	}
	l.schedule(bytes)
}

func (l *line) schedule(bytes []byte) {
	q := l.network.quality
	leaves := time.Now()
	if q.Rate > 0 {
		if l.busy.After(leaves) {
			leaves = l.busy
		}
		leaves = leaves.Add(time.Duration(len(bytes)) * time.Second / time.Duration(q.Rate))
		l.busy = leaves
	}
	due := leaves.Add(q.Latency)
	if q.Jitter > 0 {
		due = due.Add(time.Duration(l.rng.Int64N(int64(q.Jitter))))
	}
	if due.Before(l.last) {
		l.network.overtaken.Add(1)
	} else {
		l.last = due
	}
	l.taken++
	heap.Push(&l.underway, packet{due, l.taken, bytes})
}

// packets is a heap: first due, first out.
type packets []packet

func (p packets) Len() int { return len(p) }
func (p packets) Less(i, j int) bool {
	return p[i].due.Before(p[j].due) || p[i].due.Equal(p[j].due) && p[i].order < p[j].order
}
func (p packets) Swap(i, j int) { p[i], p[j] = p[j], p[i] }
func (p *packets) Push(x any)   { *p = append(*p, x.(packet)) }
func (p *packets) Pop() any {
	last := (*p)[len(*p)-1]
	*p = (*p)[:len(*p)-1]
	return last
}
