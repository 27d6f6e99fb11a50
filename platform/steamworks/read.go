package steamworks

import (
	"sync"
	"unsafe"

	"godotsteam/networking"
	"godotsteam/steamtypes"
)

// scratch is where the library writes its answers. It must be on the heap,
// because a stack may move while C holds its address, and it is pooled, because
// a poll must allocate nothing.
type scratch struct {
	size  uint32
	from  uint64
	state p2pSessionState
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// maxEmptyPackets bounds how many packets of zero bytes one call drops: a
// peer who does nothing but send them must not hold a frame up.
const maxEmptyPackets = 1024

// PacketSize implements [platform.P2P].
func (p *Platform) PacketSize(channel int) int {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return 0
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	waiting, size := p.available(channel, s)
	if waiting && size == 0 {
		p.reading.Lock()
		defer p.reading.Unlock()
		_, size = p.skipEmpty(channel, s)
	}
	return size
}

// ReadPacket implements [platform.P2P].
func (p *Platform) ReadPacket(channel, limit int) (networking.Packet, bool) {
	if limit <= 0 {
		return networking.Packet{}, false // see [networking.Inbox.Read]
	}
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return networking.Packet{}, false
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	p.reading.Lock()
	defer p.reading.Unlock()
	waiting, size := p.skipEmpty(channel, s)
	if !waiting || size == 0 {
		return networking.Packet{}, false
	}
	buffer := p.buffers.get(min(size, limit))
	if !p.take(channel, buffer, s) {
		p.buffers.put(buffer)
		return networking.Packet{}, false
	}
	// The size may be that of the whole packet, of which we took a part.
	n := min(int(s.size), len(buffer))
	return networking.NewPacket(steamtypes.SteamID(s.from), buffer[:n], p.buffers.release), true
}

// available asks for the next packet of a channel. p.alive is held.
func (p *Platform) available(channel int, s *scratch) (waiting bool, size int) {
	s.size = 0
	ok := call(p.lib.fn[packetAvailable], p.iface[steamNetworking],
		uintptr(unsafe.Pointer(&s.size)), uintptr(channel), 0, 0, 0)
	if !isTrue(ok) {
		return false, 0
	}
	return true, int(s.size)
}

// skipEmpty is available after dropping packets of zero bytes, which would
// look like none and block their channel. p.alive and p.reading are held.
func (p *Platform) skipEmpty(channel int, s *scratch) (waiting bool, size int) {
	for range maxEmptyPackets {
		waiting, size = p.available(channel, s)
		if !waiting || size != 0 {
			return waiting, size
		}
		if !p.take(channel, nil, s) {
			return false, 0
		}
	}
	return false, 0
}

// take reads the next packet of a channel. p.alive and p.reading are held.
func (p *Platform) take(channel int, into []byte, s *scratch) bool {
	s.size, s.from = 0, 0
	ok := call(p.lib.fn[readPacket], p.iface[steamNetworking],
		uintptr(unsafe.Pointer(unsafe.SliceData(into))), uintptr(uint32(len(into))),
		uintptr(unsafe.Pointer(&s.size)), uintptr(unsafe.Pointer(&s.from)), uintptr(channel))
	return isTrue(ok)
}
