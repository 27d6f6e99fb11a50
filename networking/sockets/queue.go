package sockets

// queue is first in, first out. It keeps its memory while it is small, so that
// a steady flow allocates nothing. The zero value is empty.
type queue[T any] struct {
	all  []T
	head int
}

// keptQueue is how many places an empty queue keeps.
const keptQueue = 256

func (q *queue[T]) len() int { return len(q.all) - q.head }

func (q *queue[T]) first() *T { return &q.all[q.head] }

func (q *queue[T]) push(v T) {
	if len(q.all) == cap(q.all) && q.head > len(q.all)/2 {
		n := copy(q.all, q.all[q.head:])
		clear(q.all[n:])
		q.all, q.head = q.all[:n], 0
	}
	q.all = append(q.all, v)
}

func (q *queue[T]) pop() T {
	v := q.all[q.head]
	clear(q.all[q.head : q.head+1])
	if q.head++; q.head == len(q.all) {
		q.all, q.head = q.all[:0], 0
		if cap(q.all) > keptQueue {
			q.all = nil
		}
	}
	return v
}
