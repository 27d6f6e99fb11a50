package networking

// entry is a packet that waits to be read.
type entry struct {
	user *user
	data []byte
}

// keptRing is the longest ring that an empty queue keeps (64 KiB, 4 MiB in all
// of them): a flood empties its queue again and again.
const keptRing = 1 << 11

// packetQueue is a queue in a ring that grows by doubling. The zero value is
// empty.
type packetQueue struct {
	ring  []entry // its length is a power of two
	start int
	count int
}

func (q *packetQueue) len() int      { return q.count }
func (q *packetQueue) first() *entry { return &q.ring[q.start] }

func (q *packetQueue) at(i int) *entry { return &q.ring[(q.start+i)&(len(q.ring)-1)] }

func (q *packetQueue) push(e entry) {
	if q.count == len(q.ring) {
		// From one on: a peer may use any number of channels for a packet each.
		bigger := make([]entry, max(1, 2*len(q.ring)))
		for i := range q.count {
			bigger[i] = *q.at(i)
		}
		q.ring, q.start = bigger, 0
	}
	*q.at(q.count) = e
	q.count++
}

func (q *packetQueue) pop() entry {
	e := q.ring[q.start]
	q.ring[q.start] = entry{}
	q.start = (q.start + 1) & (len(q.ring) - 1)
	q.count--
	q.shrink()
	return e
}

// shrink gives back the ring of a burst that is over.
func (q *packetQueue) shrink() {
	if q.count == 0 && len(q.ring) > keptRing {
		*q = packetQueue{}
	}
}

// remove takes out the entries for which drop is true and keeps the order of
// the others.
func (q *packetQueue) remove(drop func(entry) bool) {
	kept := 0
	for i := range q.count {
		if e := *q.at(i); !drop(e) {
			*q.at(kept) = e
			kept++
		}
	}
	for i := kept; i < q.count; i++ {
		*q.at(i) = entry{}
	}
	q.count = kept
	q.shrink()
}
