package multiplayer

// OurID is an ID that a client of ours may have.
func OurID(user SteamID) int32 { return newID(user) }
