package platform

import "godotsteam/steamtypes"

// Launch knows how the game was started (ISteamApps).
type Launch interface {
	// LaunchCommandLine is what Steam started the game with.
	LaunchCommandLine() string
}

// Stats are achievements and statistics as far as they take thought
// (ISteamUserStats).
type Stats interface {
	// RequestCurrentStats has the statistics fetched: CurrentStatsReceived.
	RequestCurrentStats() bool
	// RequestUserStats has another user's statistics fetched: UserStatsReceived.
	RequestUserStats(user steamtypes.SteamID)
}

// Voice is the microphone as Steam records it (ISteamUser).
type Voice interface {
	// AvailableVoice returns how many bytes TakeVoice would return.
	AvailableVoice() (steamtypes.VoiceResult, int)
	// TakeVoice takes what has been recorded, compressed; a limit of 0 is none.
	TakeVoice(limit int) (steamtypes.VoiceResult, []byte)
	// DecompressVoice makes samples of 16 bits of what another one's TakeVoice
	// returned, at most limit bytes.
	DecompressVoice(voice []byte, rate, limit int) (steamtypes.VoiceResult, []byte)
	VoiceSampleRate() int
}
