package multiplayer

import "math/rand/v2"

// A client's ID looks random, and says to those who know that the client is one
// of ours: it is one of 256 numbers that follow from the user's Steam ID. To
// others it is an ID like any. One of GodotSteam's, which are random, is taken
// for ours once in eight million times; then it gets a packet that its game
// reports as unknown, and nothing else happens.

const (
	hostID  = 1
	leastID = 2
	mostID  = 1<<31 - 1
)

// newID returns an ID for a client.
func newID(user SteamID) int32 { return idOf(user, byte(rand.Uint32())) }

// isOurs reports whether an ID is one that a client of ours would have.
func isOurs(user SteamID, id int32) bool {
	for nonce := range 256 {
		if idOf(user, byte(nonce)) == id {
			return true
		}
	}
	return false
}

func idOf(user SteamID, nonce byte) int32 {
	return int32(leastID + mix(uint64(user)^mix(uint64(nonce)+idSalt))%(mostID-leastID+1))
}

const idSalt = 0x5365725065657231

// mix is the finalizer of SplitMix64: each bit of x has a part in each of the
// result's.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
