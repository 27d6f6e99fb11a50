package steamworks

import (
	"sync"

	"godotsteam/networking"
)

// buffers keeps the memory of packets for the next ones. A script's threads
// may read and release at once. The zero value is empty and ready.
type buffers struct {
	mu   sync.Mutex
	pool networking.BufferPool

	release func([]byte) // put, made once
}

func (b *buffers) get(n int) []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.release == nil {
		b.release = b.put
	}
	return b.pool.Get(n)
}

func (b *buffers) put(buffer []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pool.Put(buffer)
}
