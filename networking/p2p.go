package networking

import (
	"errors"
	"fmt"

	"godotsteam/steamtypes"
)

// SendType says how a message travels (EP2PSend).
type SendType int

// The send types, with Valve's numbers.
const (
	// SendUnreliable may be lost, rarely reordered. Waits while a session connects.
	SendUnreliable SendType = 0
	// SendUnreliableNoDelay is thrown away unless the session is active.
	SendUnreliableNoDelay SendType = 1
	// SendReliable arrives whole, once and in order.
	SendReliable SendType = 2
	// SendReliableWithBuffering gathers small messages (Nagle's algorithm).
	SendReliableWithBuffering SendType = 3
)

// Reliable reports whether messages of this type arrive for sure.
func (t SendType) Reliable() bool { return t == SendReliable || t == SendReliableWithBuffering }

// MaxSize is the most bytes in one message of this type.
func (t SendType) MaxSize() int {
	if t.Reliable() {
		return MaxReliable
	}
	return MaxUnreliable
}

func (t SendType) String() string {
	switch t {
	case SendUnreliable:
		return "P2P_SEND_UNRELIABLE"
	case SendUnreliableNoDelay:
		return "P2P_SEND_UNRELIABLE_NO_DELAY"
	case SendReliable:
		return "P2P_SEND_RELIABLE"
	case SendReliableWithBuffering:
		return "P2P_SEND_RELIABLE_WITH_BUFFERING"
	}
	return fmt.Sprintf("send type %d", int(t))
}

// SessionError says why packets can't get through (EP2PSessionError).
type SessionError int

// The session errors, with Valve's numbers.
const (
	ErrorNone          SessionError = 0
	ErrorNoRightsToApp SessionError = 2
	ErrorTimeout       SessionError = 4
	ErrorNotRunningApp SessionError = 1 // Valve no longer sends it
	ErrorNotLoggedOn   SessionError = 3 // Valve no longer sends it
)

// SessionState describes a session, for debugging (P2PSessionState_t).
type SessionState struct {
	Active        bool         // packets flow
	Connecting    bool         // an answer is awaited
	LastError     SessionError // the last error recorded
	UsingRelay    bool         // packets go through a relay server
	QueuedBytes   int          // waiting here to be sent
	QueuedPackets int          // waiting here to be sent
	RemoteIP      uint32       // IPv4 in host order; 0 when unknown or IPv6
	RemotePort    uint16
}

// Packet is a received message. Data belongs to the inbox and is valid until
// Release, which must be called once.
type Packet struct {
	From steamtypes.SteamID
	Data []byte

	free func([]byte)
}

// NewPacket returns a packet whose Release calls free, if any, with data.
func NewPacket(from steamtypes.SteamID, data []byte, free func([]byte)) Packet {
	return Packet{From: from, Data: data, free: free}
}

// Release gives the bytes back.
func (p *Packet) Release() {
	if p.free != nil {
		p.free(p.Data)
	}
	*p = Packet{}
}

// Why a send is refused, beside [steamtypes.InvalidIDError] and [TooLargeError].
var (
	ErrEmpty = errors.New("data is empty: a packet of zero bytes could not be told from none at all; " +
		"send at least one byte")
	ErrQueueFull = fmt.Errorf("the send queue is full (%d MiB wait for this user, or %d MiB for all): send "+
		"again in a later frame; if it stays full, their game does not read all channels that you send "+
		"on", MaxQueuedBytes>>20, MaxQueuedTotal>>20)
	ErrUnreliableFull = fullError(fmt.Sprintf("too many unreliable messages wait for this user (%d KiB): send "+
		"fewer, or in a later frame", MaxQueuedUnreliable>>10))
	ErrUnreadFull      = fullError("too many packets to oneself are unread: read them first")
	ErrTooManySessions = fmt.Errorf("there are already %d sessions: close one with closeP2PSessionWithUser "+
		"first", MaxSessions)
	ErrTooManyChannels = fmt.Errorf("there are already %d channels open with this user: use fewer, or close some "+
		"with closeP2PChannelWithUser", MaxChannels)
	ErrNotRunning = errors.New("the platform has been shut down: call steamInit() again")
)

// fullError is a kind of [ErrQueueFull] that has its own words.
type fullError string

func (e fullError) Error() string { return string(e) }
func (e fullError) Unwrap() error { return ErrQueueFull }

// SendTypeError is a send type outside of EP2PSend.
type SendTypeError struct{ Value int64 }

func (e SendTypeError) Error() string {
	return fmt.Sprintf("send_type is %d: it must be one of Steam.P2P_SEND_UNRELIABLE (0) to "+
		"Steam.P2P_SEND_RELIABLE_WITH_BUFFERING (3)", e.Value)
}

// ChannelError is a channel number that can't be.
type ChannelError struct{ Value int64 }

func (e ChannelError) Error() string {
	return fmt.Sprintf("channel is %d: it must be from 0 to %d", e.Value, MaxChannel)
}

// TooLargeError is a message over the limit of its send type.
type TooLargeError struct {
	Size int
	Type SendType
}

func (e TooLargeError) Error() string {
	hint := "split it"
	if !e.Type.Reliable() {
		hint = "split it or send it with Steam.P2P_SEND_RELIABLE"
	}
	return fmt.Sprintf("data has %d bytes and %s carries at most %d: %s", e.Size, e.Type, e.Type.MaxSize(), hint)
}

// CheckChannel returns a [ChannelError] unless channel can be used.
func CheckChannel(channel int64) error {
	if channel < 0 || channel > MaxChannel {
		return ChannelError{Value: channel}
	}
	return nil
}

// CheckSend returns why a message can't be sent at all, on any platform.
func CheckSend(size int, how int64, channel int64) error {
	if how < int64(SendUnreliable) || how > int64(SendReliableWithBuffering) {
		return SendTypeError{Value: how}
	}
	if err := CheckChannel(channel); err != nil {
		return err
	}
	if size == 0 {
		return ErrEmpty
	}
	if t := SendType(how); size > t.MaxSize() {
		return TooLargeError{Size: size, Type: t}
	}
	return nil
}
