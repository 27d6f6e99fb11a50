package sockets

// Result is the answer of a call (EResult).
type Result int

// The results that calls of this package and of package messages give.
const (
	ResultOK               Result = 1
	ResultFail             Result = 2
	ResultNoConnection     Result = 3
	ResultInvalidParam     Result = 8
	ResultInvalidState     Result = 11
	ResultLimitExceeded    Result = 25
	ResultDuplicateRequest Result = 29
	ResultConnectFailed    Result = 35
	ResultIgnored          Result = 41
)

// State is where a connection stands (ESteamNetworkingConnectionState).
type State int

// The states that a game may see.
const (
	StateNone         State = 0
	StateConnecting   State = 1
	StateFindingRoute State = 2
	StateConnected    State = 3
	StateClosedByPeer State = 4
	StateProblem      State = 5
)

// Ended reports whether a connection of this state is over.
func (s State) Ended() bool { return s == StateClosedByPeer || s == StateProblem }

// End is why a connection ended (ESteamNetConnectionEnd). From 1000 on it is
// the game's, from 2000 on too, and unusual; what comes from 3000 on is ours.
type End int

// The ends that have names here.
const (
	EndAppMin          End = 1000 // also what 0 stands for
	EndAppExceptionMin End = 2000
	EndAppMax          End = 2999
	EndRemoteTimeout   End = 4001 // nothing was heard for TimeoutConnected
	EndGeneric         End = 5001 // the peer did what no peer of ours does
	EndTimeout         End = 5003 // nobody accepted within TimeoutInitial
	EndRendezvous      End = 5008 // the peer's computer refuses ours
	EndNoConnection    End = 5010 // the peer knows of no such connection
	endMax             End = 5999
)

// SendFlags say how a message travels (k_nSteamNetworkingSend_…).
type SendFlags int

// The flags, with Valve's numbers.
const (
	SendUnreliable        SendFlags = 0
	SendNoNagle           SendFlags = 1
	SendNoDelay           SendFlags = 4
	SendReliable          SendFlags = 8
	SendUseCurrentThread  SendFlags = 16
	SendAutoRestartBroken SendFlags = 32 // package messages
)

// Reliable reports whether the message must arrive.
func (f SendFlags) Reliable() bool { return f&SendReliable != 0 }

// Flags of [Info] (k_nSteamNetworkConnectionInfoFlags_…).
const (
	InfoUnauthenticated = 1
	InfoUnencrypted     = 2
	InfoLoopback        = 4
	InfoFast            = 8
	InfoRelayed         = 16
)

// Scope is what a configuration value is set for
// (ESteamNetworkingConfigScope).
type Scope int

// The scopes.
const (
	ScopeGlobal     Scope = 1
	ScopeInterface  Scope = 2 // there is one, so it is the global one
	ScopeListener   Scope = 3
	ScopeConnection Scope = 4
)

// ValueType is the type of a configuration value
// (ESteamNetworkingConfigDataType).
type ValueType int

// The types.
const (
	TypeInt32    ValueType = 1
	TypeInt64    ValueType = 2
	TypeFloat    ValueType = 3
	TypeString   ValueType = 4
	TypeFunction ValueType = 5
)

// GetResult is the answer to a question for a configuration value
// (ESteamNetworkingGetConfigValueResult).
type GetResult int

// The answers.
const (
	GetBadValue       GetResult = -1
	GetBadScopeObject GetResult = -2
	GetBufferTooSmall GetResult = -3
	GetOK             GetResult = 1
	GetOKInherited    GetResult = 2
)

// Handle names a connection, a listen socket or a poll group. 0 is none.
type Handle uint32
