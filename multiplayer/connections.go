package multiplayer

import (
	"time"

	"godotsteam/steamtypes"
)

// SteamID is a user's.
type SteamID = steamtypes.SteamID

// Connections are one peer's listen socket and connections, in symmetric mode,
// apart from all others: no script sees their changes or takes their messages,
// and nothing of a script's comes here. Nothing of it waits, and all of it may
// be called on any thread.
type Connections interface {
	// Listen takes connections on a virtual port. It reports false if somebody
	// does already.
	Listen(port int, options []Option) bool
	// Connect asks a user for a connection. 0: there can't be one. If that user
	// has asked for one already, this accepts it and returns it.
	Connect(to SteamID, port int, options []Option) Handle
	// Accept accepts a connection that somebody asked for.
	Accept(h Handle) Result
	// Close ends a connection, if it has not ended, and forgets it. The other
	// side is told the end and the text. With linger, what waits is sent first,
	// as far as the platform can.
	Close(h Handle, end End, text string, linger bool)
	// SetLanes divides what we send into lanes of equal rank.
	SetLanes(h Handle, lanes int) Result
	// SetUserData gives a connection the number that Steam shows for it.
	SetUserData(h Handle, data int64)
	// Send sends a message. It copies the data.
	Send(h Handle, data []byte, flags Flags, lane int) Result
	// Receive takes messages of all connections, in the order in which they
	// came, and returns how many.
	Receive(into []Message) int
	// NextChange returns the next change of a connection's state.
	NextChange() (Change, bool)
	// Status tells how a connection does.
	Status(h Handle) (Status, bool)
	// Shutdown ends everything. Messages can still be released afterwards.
	Shutdown()
}

// Handle names a connection. 0 is none.
type Handle uint32

// Option is a setting of connections: a number of ESteamNetworkingConfigValue,
// with a bool, int64, float64 or string.
type Option struct {
	Key   int
	Value any
}

// Message is what came over a connection.
type Message struct {
	Data       []byte
	Connection Handle
	Lane       int
	Number     int64 // counts what was sent on the lane
	Reliable   bool

	Holder Holder // of Data
}

// Holder is who has a message's memory.
type Holder interface {
	Release(m Message)
}

func (m Message) release() {
	if m.Holder != nil {
		m.Holder.Release(m)
	}
}

// Change is a change of a connection's state.
type Change struct {
	Connection Handle
	User       SteamID
	Incoming   bool // the other side asked
	State      State
	Old        State
	End        End
	Text       string
}

// State is where a connection stands (ESteamNetworkingConnectionState).
type State int

// The states.
const (
	StateNone         State = 0
	StateConnecting   State = 1
	StateFindingRoute State = 2
	StateConnected    State = 3
	StateClosedByPeer State = 4
	StateProblem      State = 5
	StateLinger       State = -2
)

func (s State) ended() bool { return s == StateNone || s == StateClosedByPeer || s == StateProblem }

// End is why a connection ended (ESteamNetConnectionEnd).
type End int

// The ends that we give, and those that we know.
const (
	EndClosed       End = 1000 // the peer was closed, or it closed this connection
	EndRefused      End = 1001 // no new connections are wanted
	EndNotMember    End = 1002 // the user is not in the lobby
	EndLeft         End = 1003 // the user has left the lobby
	EndReplaced     End = 1004 // the user has connected anew
	EndBadHandshake End = 2001 // the other side does not say who it is as it should
	EndIDTaken      End = 2002 // another peer has the ID
	EndSilent       End = 2003 // the other side did not say who it is in time
	EndFlood        End = 2004 // it sent more than we keep before the host was there
	EndBadCert      End = 4003 // Steam: its relay network was not ready yet
	EndTimeout      End = 5003
)

// Flags say how a message travels (k_nSteamNetworkingSend_…).
type Flags int

// The flags.
const (
	FlagNoNagle  Flags = 1
	FlagNoDelay  Flags = 4
	FlagReliable Flags = 8
)

// Result is what Steam answers (EResult).
type Result int

// The results that matter here.
const (
	ResultOK            Result = 1
	ResultNoConnection  Result = 3
	ResultInvalidParam  Result = 8
	ResultInvalidState  Result = 11
	ResultLimitExceeded Result = 25
	ResultDuplicate     Result = 29
	ResultIgnored       Result = 41
)

// Error is what Godot calls an error. 0 is none.
type Error int

// The errors that methods answer.
const (
	OK                  Error = 0
	Failed              Error = 1
	ErrUnavailable      Error = 2
	ErrUnconfigured     Error = 3
	ErrCantCreate       Error = 20
	ErrAlreadyInUse     Error = 22
	ErrInvalidParameter Error = 31
	ErrDoesNotExist     Error = 33
	ErrBusy             Error = 44
)

// asError says in Godot's words what Steam says of a send.
func (r Result) asError() Error {
	switch r {
	case ResultOK, ResultIgnored: // dropped because of no_delay: that is what it is for
		return OK
	case ResultNoConnection, ResultInvalidState:
		return ErrUnavailable
	case ResultInvalidParam:
		return ErrInvalidParameter
	case ResultLimitExceeded:
		return ErrBusy
	}
	return Failed
}

// Status is how a connection does (SteamNetConnectionRealTimeStatus_t).
type Status struct {
	State                              State
	Ping                               int // milliseconds
	QualityLocal, QualityRemote        float32
	PacketsOutPerSec, BytesOutPerSec   float32
	PacketsInPerSec, BytesInPerSec     float32
	SendRate                           int
	PendingUnreliable, PendingReliable int
	SentUnackedReliable                int
	QueueTime                          time.Duration
}
