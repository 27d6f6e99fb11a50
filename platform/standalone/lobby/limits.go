package lobby

import "godotsteam/steamtypes"

// Every bound of the lobby protocol that networking does not name.
const (
	// maxBytes bounds all the data of a lobby and its members together, so
	// that a welcome stays small and 250 members can't fill a computer.
	maxBytes = steamtypes.MaxLobbyBytes

	// entryOverhead and changeOverhead are what an entry and a change cost
	// beside their texts: names, numbers, a proof of 96 bytes.
	entryOverhead  = 256
	changeOverhead = 256

	// maxLog and maxLogBytes bound the last changes that every member keeps in
	// order to bring others up to date. A member that is further behind than
	// this has lost the lobby.
	maxLog      = 1024
	maxLogBytes = 1 << 20

	// crowdedLog and crowdedLogBytes are how far a member may be behind before
	// the others' proposals wait for it. The rest of the log is for what the
	// host itself has to say meanwhile.
	crowdedLog      = maxLog / 2
	crowdedLogBytes = maxLogBytes / 2

	// maxPending bounds the proposals that wait for the host's answer. A
	// further one is refused at once, as Steam refuses calls that come too fast.
	maxPending = steamtypes.MaxLobbyWaiting

	// maxProposals bounds the bytes of all proposals that wait at the host, a
	// dozen members' largest. Beyond it whose are the most is lost.
	maxProposals = 16 << 20

	// maxAbsent bounds those whom a lobby has lost and may meet again.
	maxAbsent = steamtypes.MaxLobbyMembers

	// maxLobbies bounds the lobbies that one peer is in or joins.
	maxLobbies = 16

	// maxInfos bounds the lobbies that one peer may list as its own, and
	// maxListBytes their data.
	maxInfos     = maxLobbies
	maxListBytes = 2 << 20

	// maxKnown and maxKnownBytes bound what we remember of lobbies that we are
	// not in.
	maxKnown      = 1024
	maxKnownBytes = 16 << 20

	// MaxElements is the longest list or map in a message: the changes.
	MaxElements = maxLog

	// maxProof is the longest proof: an Ed25519 key and signature.
	maxProof = 96
)
