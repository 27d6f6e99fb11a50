package steamtypes

// What platforms say of users. steam/constants.go has all numbers.

// States of a user (EPersonaState), and what this user is to one
// (EFriendRelationship).
const (
	PersonaOffline = 0
	PersonaOnline  = 1

	RelationshipNone   = 0
	RelationshipFriend = 3
)

// FriendImmediate selects what people call friends (EFriendFlags).
const FriendImmediate = 0x04

// What has changed about a user (EPersonaChange).
const (
	PersonaName         = 0x0001
	PersonaStatus       = 0x0002
	PersonaComeOnline   = 0x0004
	PersonaGoneOffline  = 0x0008
	PersonaGamePlayed   = 0x0010
	PersonaJoinedSource = 0x0080 // joined something that this user is in
	PersonaLeftSource   = 0x0100
	PersonaRichPresence = 0x4000
)
