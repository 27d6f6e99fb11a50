package steamworks

import (
	"math/bits"
	"sync"
)

const (
	smallestBuffer  = 6  // 64 bytes, as a power of two
	largestBuffer   = 20 // networking.MaxReliable
	maxPooledBuffer = 4 << 20
)

// buffers keeps the memory of packets for the next ones, so that a steady flow
// of packets allocates nothing. Buffers come in powers of two; what is kept is
// bounded. The zero value is empty and ready.
type buffers struct {
	mu     sync.Mutex
	free   [largestBuffer + 1][][]byte
	pooled int // bytes in free

	release func([]byte) // put, made once
}

func (b *buffers) get(n int) []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.release == nil {
		b.release = b.put
	}
	if n > 1<<largestBuffer {
		return make([]byte, n)
	}
	class := max(smallestBuffer, bits.Len(uint(max(n, 1)-1)))
	free := b.free[class]
	if len(free) == 0 {
		return make([]byte, n, 1<<class)
	}
	buffer := free[len(free)-1]
	free[len(free)-1] = nil
	b.free[class] = free[:len(free)-1]
	b.pooled -= 1 << class
	return buffer[:n]
}

func (b *buffers) put(buffer []byte) {
	class := bits.Len(uint(cap(buffer))) - 1
	b.mu.Lock()
	defer b.mu.Unlock()
	if class < smallestBuffer || class > largestBuffer || cap(buffer) != 1<<class || b.pooled+cap(buffer) > maxPooledBuffer {
		return // enough are kept: let the collector have it
	}
	b.free[class] = append(b.free[class], buffer[:0])
	b.pooled += cap(buffer)
}
