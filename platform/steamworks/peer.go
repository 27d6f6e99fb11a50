package steamworks

import (
	"godotsteam/multiplayer"
	"godotsteam/multiplayer/oversockets"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/platform/valve"
	"godotsteam/steamtypes"
)

var _ platform.Multiplayer = (*Platform)(nil)

// peerFunctions are those that a peer can't do without.
var peerFunctions = []*valve.Function{
	listenP2P, closeListenSocket, connectP2P, acceptConnection, closeConnection,
	createGroup, destroyGroup, setGroup, receiveOnGroup,
	configureLanes, sendMessage, allocateMessage, sendAllocated, setUserData, statusOf,
}

// OpenPeer implements [platform.Multiplayer]. The error names what the library
// lacks.
func (p *Platform) OpenPeer() (multiplayer.Connections, error) {
	if err := p.has(peerFunctions); err != nil {
		return nil, err
	}
	return oversockets.Over(&peerSockets{steamSockets: steamSockets{p}}), nil
}

func (p *Platform) has(functions []*valve.Function) error {
	p.alive.RLock()
	defer p.alive.RUnlock()
	for _, f := range functions {
		if _, _, err := p.find(f); err != nil {
			return err
		}
	}
	return nil
}

// peerSockets are the sockets of one peer.
type peerSockets struct {
	steamSockets
	port int
}

var _ oversockets.Sockets = (*peerSockets)(nil)

// ListenFor implements [oversockets.Sockets].
func (s *peerSockets) ListenFor(owner *sockets.Owner, port int, options []sockets.Option) sockets.Handle {
	s.port = port
	return s.listenFor(owner, listenP2P, port, options)
}

// CloseListener implements [oversockets.Sockets].
func (s *peerSockets) CloseListener(h sockets.Handle) bool {
	s.leave(h, s.port)
	return true
}

// CloseConnection implements [oversockets.Sockets].
func (s *peerSockets) CloseConnection(h sockets.Handle, reason sockets.End, text string, linger bool) bool {
	ok := s.steamSockets.CloseConnection(h, reason, text, linger)
	if ok {
		s.p.owners.sayGoodbye()
	}
	return ok
}

// ConnectFor implements [oversockets.Sockets].
func (s *peerSockets) ConnectFor(
	owner *sockets.Owner, to steamtypes.SteamID, port int, options []sockets.Option,
) sockets.Handle {
	return s.connectFor(owner, connectP2P, to, port, options)
}

// ValueInfo implements [oversockets.Sockets]. The library is asked only for what
// we don't know.
func (s *peerSockets) ValueInfo(name sockets.ConfigValue) (sockets.ValueInfo, bool) {
	if info, ok := sockets.ValueInfoOf(name); ok {
		return info, true
	}
	return s.steamSockets.ValueInfo(name)
}
