package steamtypes

// VoiceResult is how it went with the microphone (EVoiceResult).
type VoiceResult int

// The results that are used here; steam/constants.go has all.
const (
	VoiceOK               VoiceResult = 0
	VoiceNotInitialized   VoiceResult = 1
	VoiceNotRecording     VoiceResult = 2
	VoiceUnsupportedCodec VoiceResult = 7
)

// Bounds of voice.
const (
	MinVoiceRate     = 11025 // what Valve documents, in samples per second
	MaxVoiceRate     = 48000
	MaxVoiceBuffer   = 1 << 20 // our own: ten seconds at the highest rate
	VoiceBuffer      = 20480   // what GodotSteam decompresses into
	DefaultVoiceRate = MaxVoiceRate
)
