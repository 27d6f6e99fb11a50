package messages

import (
	"encoding/binary"
	"slices"
	"sync"
	"time"

	"godotsteam/networking/sockets"
	"godotsteam/steamtypes"
)

// Config is what Messages are made with. Its functions are called one at a time
// and in order, and must not call the Messages.
type Config struct {
	ID      steamtypes.SteamID // ours
	Sockets *sockets.Sockets

	// Request says that a user whom the game has no session with wants one.
	Request func(steamtypes.SteamID)
	// Settled says that a request is answered or over: if the game has not been
	// told yet, it need not be.
	Settled func(steamtypes.SteamID)
	// Failed says that a session broke.
	Failed func(sockets.Info)
}

// Messages are one user's sessions. All methods are safe for concurrent use,
// and none waits.
type Messages struct {
	Config
	owner    *sockets.Owner
	listener sockets.Handle
	group    sockets.Handle

	mu       sync.Mutex
	closed   bool
	sessions map[steamtypes.SteamID]*session
	channels map[int32][]Message // unread, oldest first
	broken   uint64              // sessions that have broken

	news    sync.Mutex // taken last
	changes []sockets.Change
}

// Message is a message that was received. Release must be called once.
type Message struct {
	sockets.Message
	Channel int32
}

var symmetric = []sockets.Option{{Name: sockets.SymmetricConnect, Value: sockets.Int32(1)}}

// New returns Messages over sockets that have none yet.
func New(c Config) *Messages {
	m := &Messages{
		Config:   c,
		sessions: make(map[steamtypes.SteamID]*session),
		channels: make(map[int32][]Message),
	}
	m.owner = &sockets.Owner{Changed: m.changed, Header: headerSize}
	m.group = m.Sockets.CreateGroup()
	m.listener = m.Sockets.ListenFor(m.owner, sockets.OwnersPort, symmetric)
	return m
}

// Close ends every session. The sockets live on.
func (m *Messages) Close() {
	m.mu.Lock()
	defer m.unlock()
	if m.closed {
		return
	}
	for _, s := range m.sessions {
		m.close(s, EndClosed)
	}
	for channel := range m.channels {
		m.drop(channel, func(Message) bool { return true })
	}
	m.closed = true
	m.Sockets.CloseListener(m.listener)
	m.Sockets.DestroyGroup(m.group)
}

// changed notes what sockets tell, maybe inside of a call of ours. Whoever
// holds the lock sees to it.
func (m *Messages) changed(c sockets.Change) {
	m.news.Lock()
	m.changes = append(m.changes, c)
	m.news.Unlock()
	if m.mu.TryLock() {
		m.unlock()
	}
}

// unlock sees to what has been noted, and gives the lock back. What is noted
// while it does so is seen to as well.
func (m *Messages) unlock() {
	for {
		m.catchUp()
		m.mu.Unlock()
		m.news.Lock()
		more := len(m.changes) > 0
		m.news.Unlock()
		if !more || !m.mu.TryLock() {
			return
		}
	}
}

func (m *Messages) catchUp() {
	for {
		m.news.Lock()
		changes := m.changes
		m.changes = nil
		m.news.Unlock()
		if len(changes) == 0 {
			return
		}
		for _, c := range changes {
			m.happened(c)
		}
	}
}

// lock gives the caller everything that has happened until now.
func (m *Messages) lock() {
	m.mu.Lock()
	m.catchUp()
}

// Send queues a message for a user, and makes a session with them or accepts
// theirs, if need be. It copies data.
func (m *Messages) Send(peer steamtypes.SteamID, data []byte, flags sockets.SendFlags, channel int32) sockets.Result {
	if !peer.CanHoldSession() || peer == m.ID || len(data) > MaxMessage {
		return sockets.ResultInvalidParam
	}
	m.lock()
	defer m.unlock()
	if m.closed {
		return sockets.ResultInvalidState
	}
	s := m.sessions[peer]
	if s != nil && s.phase == broken {
		if flags&sockets.SendAutoRestartBroken == 0 {
			return sockets.ResultConnectFailed
		}
		m.forget(s)
		s = nil
	}
	if s == nil {
		if s = m.connect(peer); s == nil {
			return sockets.ResultFail
		}
	}
	if s.phase == asked && !m.accept(s) {
		return sockets.ResultConnectFailed // they have just given up
	}
	if !s.open(channel, true) {
		return sockets.ResultLimitExceeded
	}
	flags &^= sockets.SendAutoRestartBroken
	if s.phase != live {
		flags = sockets.SendReliable
	}
	var header [headerSize]byte
	binary.BigEndian.PutUint32(header[:], uint32(channel))
	result, _ := m.Sockets.SendFor(s.conn, header[:], data, flags, 0)
	if result == sockets.ResultOK {
		s.used = time.Now()
	}
	if result == sockets.ResultNoConnection {
		result = sockets.ResultConnectFailed // it has just broken
	}
	return result
}

// Accept answers a request. It reports false if there is no session, not even
// one that is asked for.
func (m *Messages) Accept(peer steamtypes.SteamID) bool {
	m.lock()
	defer m.unlock()
	s := m.sessions[peer]
	switch {
	case s == nil || s.phase == broken:
		return false
	case s.phase == asked:
		return m.accept(s)
	}
	return true
}

// CloseSession ends the session with a user at once, and drops what waits in
// both directions. It reports false when there is none.
func (m *Messages) CloseSession(peer steamtypes.SteamID) bool {
	m.lock()
	defer m.unlock()
	m.drain()
	for channel := range m.channels {
		m.drop(channel, func(msg Message) bool { return msg.Peer == peer })
	}
	s := m.sessions[peer]
	if s == nil {
		return false
	}
	m.close(s, EndClosed)
	return true
}

// CloseChannel closes a channel with a user, and the session with the last one.
// It reports false if nothing was sent or received on it.
func (m *Messages) CloseChannel(peer steamtypes.SteamID, channel int32) bool {
	m.lock()
	defer m.unlock()
	m.drain()
	s := m.sessions[peer]
	if s == nil || !s.closeChannel(channel) {
		return false
	}
	m.drop(channel, func(msg Message) bool { return msg.Peer == peer })
	if len(s.channels) == 0 {
		m.close(s, EndClosed)
	}
	return true
}

// Receive takes up to limit messages of a channel, of all users, in the order
// in which they came.
func (m *Messages) Receive(channel int32, limit int) []Message {
	m.lock()
	defer m.unlock()
	m.drain()
	queue := m.channels[channel]
	n := min(max(limit, 0), len(queue))
	if n == 0 {
		return nil
	}
	messages := queue[:n:n]
	if n == len(queue) {
		delete(m.channels, channel)
	} else {
		m.channels[channel] = queue[n:]
	}
	return messages
}

// Session describes the session with a user, also one that broke. Without one
// all is zero.
func (m *Messages) Session(peer steamtypes.SteamID) (sockets.Info, sockets.Status) {
	m.lock()
	defer m.unlock()
	s := m.sessions[peer]
	if s == nil {
		return sockets.Info{}, sockets.Status{}
	}
	if s.phase == broken {
		return s.info, sockets.Status{State: s.info.State, Ping: -1, QualityLocal: -1, QualityRemote: -1}
	}
	info, _ := m.Sockets.Info(s.conn)
	status, _, _ := m.Sockets.Status(s.conn, 0)
	return info, status
}

// drain sorts what has come by channel. It still counts against what its sender
// may send, until it is read.
func (m *Messages) drain() {
	for {
		messages, _ := m.Sockets.ReceiveGroup(m.group, 256)
		if len(messages) == 0 {
			return
		}
		for _, msg := range messages {
			if len(msg.Data) < headerSize {
				msg.Release() // no peer of ours sends this
				continue
			}
			channel := int32(binary.BigEndian.Uint32(msg.Data))
			if s := m.sessions[msg.Peer]; s != nil && s.conn == msg.Connection {
				s.used = time.Now()
				s.open(channel, false)
			}
			msg.Data = msg.Data[headerSize:]
			m.channels[channel] = append(m.channels[channel], Message{msg, channel})
		}
	}
}

// drop drops unread messages of a channel.
func (m *Messages) drop(channel int32, which func(Message) bool) {
	m.channels[channel] = slices.DeleteFunc(m.channels[channel], func(msg Message) bool {
		if !which(msg) {
			return false
		}
		msg.Release()
		return true
	})
	if len(m.channels[channel]) == 0 {
		delete(m.channels, channel)
	}
}
