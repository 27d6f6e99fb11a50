package steamworks

import (
	"unsafe"

	"godotsteam/networking"
	"godotsteam/steamtypes"
)

// Send implements [platform.P2P].
func (p *Platform) Send(to steamtypes.SteamID, data []byte, how networking.SendType, channel int) error {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return networking.ErrNotRunning
	}
	ok := call(p.lib.fn[sendPacket], p.iface[steamNetworking], uintptr(to),
		uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(uint32(len(data))), uintptr(how), uintptr(channel))
	if isTrue(ok) {
		return nil
	}
	// Thrown away by the rule of this send type is no error.
	if how == networking.SendUnreliableNoDelay {
		if state, ok := p.state(to); !ok || !state.Active {
			return nil
		}
	}
	return errRefused
}

// refused is why Steam says no to a packet that passed our own checks. Steam
// gives no reason, and that too much waits is the one that is left.
type refused struct{}

var errRefused error = refused{}

func (refused) Error() string {
	return "the send queue is full, or Steam doesn't accept this steam_id_remote: Steam refused the packet and " +
		"gives no reason; send again in a later frame"
}

// Is makes a refusal an [networking.ErrQueueFull].
func (refused) Is(target error) bool { return target == networking.ErrQueueFull }

// Accept implements [platform.P2P].
func (p *Platform) Accept(peer steamtypes.SteamID) bool {
	return p.tell(acceptSession, uintptr(peer))
}

// CloseSession implements [platform.P2P].
func (p *Platform) CloseSession(peer steamtypes.SteamID) bool {
	return p.tell(closeSession, uintptr(peer))
}

// CloseChannel implements [platform.P2P].
func (p *Platform) CloseChannel(peer steamtypes.SteamID, channel int) bool {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return false
	}
	ok := call(p.lib.fn[closeChannel], p.iface[steamNetworking], uintptr(peer), uintptr(channel), 0, 0, 0)
	return isTrue(ok)
}

// AllowRelay implements [platform.P2P].
func (p *Platform) AllowRelay(allow bool) bool {
	var flag uintptr
	if allow {
		flag = 1
	}
	return p.tell(allowRelay, flag)
}

// tell calls a function of ISteamNetworking with one argument.
func (p *Platform) tell(fn function, argument uintptr) bool {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return false
	}
	ok := call(p.lib.fn[fn], p.iface[steamNetworking], argument, 0, 0, 0, 0)
	return isTrue(ok)
}

// SessionState implements [platform.P2P].
func (p *Platform) SessionState(peer steamtypes.SteamID) (networking.SessionState, bool) {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return networking.SessionState{}, false
	}
	return p.state(peer)
}

// p2pSessionState is P2PSessionState_t. Its packing is the same everywhere.
type p2pSessionState struct {
	active, connecting, lastError, relay uint8
	queuedBytes, queuedPackets           int32
	ip                                   uint32
	port                                 uint16
	_                                    [2]byte
}

// state asks for a session. p.alive is held.
func (p *Platform) state(peer steamtypes.SteamID) (networking.SessionState, bool) {
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	s.state = p2pSessionState{}
	ok := call(p.lib.fn[sessionState], p.iface[steamNetworking], uintptr(peer), uintptr(unsafe.Pointer(&s.state)), 0, 0, 0)
	if !isTrue(ok) {
		return networking.SessionState{}, false
	}
	return networking.SessionState{
		Active:        s.state.active != 0,
		Connecting:    s.state.connecting != 0,
		LastError:     networking.SessionError(s.state.lastError),
		UsingRelay:    s.state.relay != 0,
		QueuedBytes:   int(s.state.queuedBytes),
		QueuedPackets: int(s.state.queuedPackets),
		RemoteIP:      s.state.ip,
		RemotePort:    s.state.port,
	}, true
}
