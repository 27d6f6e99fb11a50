package networking

// What a lobby is made of (isteammatchmaking.h).

// LobbyType says who can see and join a lobby (ELobbyType).
type LobbyType int

// The lobby types, with Valve's numbers.
const (
	LobbyPrivate       LobbyType = 0 // by invitation only
	LobbyFriendsOnly   LobbyType = 1 // for friends and those who are invited
	LobbyPublic        LobbyType = 2 // listed
	LobbyInvisible     LobbyType = 3 // listed, but not to friends
	LobbyPrivateUnique LobbyType = 4
)

// Limits of a lobby.
const (
	MaxLobbyKey     = 255  // bytes of a key (k_nMaxLobbyKeyLength)
	MaxLobbyValue   = 8192 // bytes of a value (k_cubChatMetadataMax)
	MaxLobbyChat    = 4096 // bytes of a chat message
	MaxLobbyMembers = 250
	MaxLobbyKeys    = 256 // our own: keys of a lobby, and of a member
)

// KeyValue is an entry of a lobby's data.
type KeyValue struct{ Key, Value string }

// GameServer is the server that a lobby plays on.
type GameServer struct {
	IP   string // dotted IPv4
	Port uint16
	ID   SteamID
}

// Comparison compares a lobby's value with a filter's (ELobbyComparison).
type Comparison int

// The comparisons, with Valve's numbers.
const (
	EqualToOrLessThan Comparison = -2
	LessThan          Comparison = -1
	Equal             Comparison = 0
	GreaterThan       Comparison = 1
	EqualToGreater    Comparison = 2
	NotEqual          Comparison = 3
)

// LobbyFilter narrows a list of lobbies.
type LobbyFilter struct {
	Strings    []StringFilter
	Numbers    []NumberFilter
	Near       []NearFilter // nearest first
	Slots      int          // at least so many are free
	MaxResults int          // 0: the platform's default
	Distance   int          // ELobbyDistanceFilter; on one network all are near
}

// StringFilter compares texts.
type StringFilter struct {
	Key, Value string
	Compare    Comparison
}

// NumberFilter compares numbers.
type NumberFilter struct {
	Key     string
	Value   int
	Compare Comparison
}

// NearFilter sorts by the distance of a number.
type NearFilter struct {
	Key   string
	Value int
}

// ChatRoomEnterResponse is how joining went (EChatRoomEnterResponse).
type ChatRoomEnterResponse int

// The responses that are used here, with Valve's numbers.
const (
	EnterSuccess      ChatRoomEnterResponse = 1
	EnterDoesntExist  ChatRoomEnterResponse = 2
	EnterNotAllowed   ChatRoomEnterResponse = 3
	EnterFull         ChatRoomEnterResponse = 4
	EnterError        ChatRoomEnterResponse = 5
	EnterRateExceeded ChatRoomEnterResponse = 15
)

// MemberChange is why a member list changed (EChatMemberStateChange).
type MemberChange int

// The changes, with Valve's numbers.
const (
	MemberEntered      MemberChange = 1
	MemberLeft         MemberChange = 2
	MemberDisconnected MemberChange = 4
	MemberKicked       MemberChange = 8
	MemberBanned       MemberChange = 16
)
