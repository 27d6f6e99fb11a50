package networking

import "math/bits"

const (
	smallestBuffer  = 6  // 64 bytes, as a power of two
	largestBuffer   = 20 // MaxReliable
	maxPooledBuffer = 4 << 20
)

// BufferPool keeps buffers for the next packets, so that a steady flow of
// packets allocates nothing. Buffers come in powers of two; what the pool
// keeps is bounded. The zero value is empty. It is not safe for concurrent use.
type BufferPool struct {
	free   [largestBuffer + 1][][]byte
	pooled int // bytes in free
}

// Get returns a buffer of n bytes, with anything in it.
func (p *BufferPool) Get(n int) []byte {
	if n > 1<<largestBuffer {
		return make([]byte, n)
	}
	class := max(smallestBuffer, bits.Len(uint(max(n, 1)-1)))
	free := p.free[class]
	if len(free) == 0 {
		return make([]byte, n, 1<<class)
	}
	b := free[len(free)-1]
	free[len(free)-1] = nil
	p.free[class] = free[:len(free)-1]
	p.pooled -= 1 << class
	return b[:n]
}

// Put takes a buffer back that nobody uses any more.
func (p *BufferPool) Put(b []byte) {
	class := bits.Len(uint(cap(b))) - 1
	if class < smallestBuffer || class > largestBuffer || cap(b) != 1<<class || p.pooled+cap(b) > maxPooledBuffer {
		return // not one of ours, or enough are kept: let the collector have it
	}
	p.free[class] = append(p.free[class], b[:0])
	p.pooled += cap(b)
}
