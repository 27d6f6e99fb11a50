package steam

// Voice, a part of GodotSteam's page "Functions | User".

import (
	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
)

const noVoice = "there is no voice without Steam, so nothing is recorded"

var (
	keyResult       = gd.NewKey("result")
	keyBuffer       = gd.NewKey("buffer")
	keyWritten      = gd.NewKey("written")
	keySize         = gd.NewKey("size")
	keyUncompressed = gd.NewKey("uncompressed")
)

// voice returns the running platform's voice, nil if it has none, and the result
// that stands for its answer until it has one.
func (s *Steam) voice(method string) (platform.Voice, networking.VoiceResult) {
	on := s.require(method)
	if on == nil {
		return nil, networking.VoiceNotInitialized
	}
	v, _ := on.Platform.(platform.Voice)
	return v, networking.VoiceNotRecording
}

// getAvailableVoice returns {result, buffer}, the latter a number of bytes.
func (s *Steam) getAvailableVoice(d dict) {
	v, result := s.voice("getAvailableVoice")
	size := 0
	if v != nil {
		result, size = v.AvailableVoice()
	}
	d.Int(keyResult, int64(result))
	d.Int(keyBuffer, int64(size))
}

// getVoice returns {result, buffer, written}.
func (s *Steam) getVoice(limit int64, d dict) {
	v, result := s.voice("getVoice")
	var voice []byte
	if v != nil {
		result, voice = v.TakeVoice(int(limit))
	}
	takenVoice(d, result, voice)
}

func takenVoice(d dict, result networking.VoiceResult, voice []byte) {
	d.Int(keyResult, int64(result))
	d.Bytes(keyBuffer, voice)
	d.Int(keyWritten, int64(len(voice)))
}

// decompressVoice returns {result, size, uncompressed}.
func (s *Steam) decompressVoice(voice []byte, rate, limit int64, d dict) {
	v, result := s.voice("decompressVoice")
	if v == nil && result == networking.VoiceNotRecording {
		result = networking.VoiceUnsupportedCodec
	}
	var samples []byte
	if v != nil {
		result, samples = v.DecompressVoice(voice, int(rate), int(limit))
	}
	decompressedVoice(d, result, samples)
}

func decompressedVoice(d dict, result networking.VoiceResult, samples []byte) {
	d.Int(keyResult, int64(result))
	d.Int(keySize, int64(len(samples)))
	d.Bytes(keyUncompressed, samples)
}

// noVoiceTaken and noVoiceDecompressed answer arguments that can't be.
func noVoiceTaken(_ *Steam, c call) { takenVoice(c.Dictionary(), networking.VoiceNotRecording, nil) }

func noVoiceDecompressed(_ *Steam, c call) {
	decompressedVoice(c.Dictionary(), networking.VoiceUnsupportedCodec, nil)
}

// getVoiceOptimalSampleRate is what players are made with, so it is never 0.
func (s *Steam) getVoiceOptimalSampleRate() int64 {
	if v, _ := s.voice("getVoiceOptimalSampleRate"); v != nil {
		return int64(v.VoiceSampleRate())
	}
	return networking.DefaultVoiceRate
}

var voicePage = page{"Voice", []*row{
	plain("startVoiceRecording()", "ISteamUser.StartVoiceRecording()").
		steamOnly(noVoice).
		doc(`
			Starts to record the microphone. Ask for what there is with [method getVoice], every frame say, send
			it as a packet, and let the others make it heard with [method decompressVoice]. On the platform
			[code]standalone[/code] it prints a warning and nothing is recorded.`),
	plain("stopVoiceRecording()", "ISteamUser.StopVoiceRecording()").
		steamOnly("").
		doc(`
			Ends what [method startVoiceRecording] began. Steam records for a moment more: ask for the rest
			until [method getAvailableVoice] says [constant VOICE_RESULT_NOT_RECORDING]. On the platform
			[code]standalone[/code] it does nothing.`),
	own("getAvailableVoice() -> Dictionary", dict0((*Steam).getAvailableVoice)).
		beforeInit().
		steamOnly("").
		calls("ISteamUser.GetAvailableVoice").
		doc(`
			Returns how much [method getVoice] would: [code]result[/code], one of [enum VoiceResult], and
			[code]buffer[/code], the number of bytes. On the platform [code]standalone[/code] [constant
			VOICE_RESULT_NOT_RECORDING] and 0.`),
	own("getVoice(buffer_size_override: int[0..1048576] = 0) -> Dictionary", dict1((*Steam).getVoice)).
		fails(noVoiceTaken).
		beforeInit().
		steamOnly("").
		calls("ISteamUser.GetVoice").
		doc(`
			Takes what has been recorded, compressed: [code]result[/code], one of [enum VoiceResult],
			[code]buffer[/code], a [PackedByteArray], and [code]written[/code], its size. [param
			buffer_size_override] is the most bytes to take, 0 to take all. On the platform [code]standalone[/code]
			[constant VOICE_RESULT_NOT_RECORDING] and nothing.`),
	own("decompressVoice(voice: PackedByteArray, sample_rate: int[11025..48000], buffer_size_override: "+
		"int[1..1048576] = 20480) -> Dictionary",
		dict3((*Steam).decompressVoice)).
		beforeInit().
		fails(noVoiceDecompressed).
		steamOnly("").
		calls("ISteamUser.DecompressVoice").
		doc(`
			Makes sound of what somebody's [method getVoice] returned: [code]result[/code], one of [enum
			VoiceResult], [code]uncompressed[/code], a [PackedByteArray] of samples of 16 bits with a sign, one
			channel, and [code]size[/code], its size in bytes. [param sample_rate] is from 11025 to 48000, see
			[method getVoiceOptimalSampleRate]; [param buffer_size_override] is the most bytes to make. On the
			platform [code]standalone[/code] [constant VOICE_RESULT_UNSUPPORTED_CODEC] and nothing.`),
	own("getVoiceOptimalSampleRate() -> int", fn0((*Steam).getVoiceOptimalSampleRate)).
		beforeInit().
		calls("ISteamUser.GetVoiceOptimalSampleRate").
		doc(`
			Returns the sample rate at which [method decompressVoice] has the least to do. On the platform
			[code]standalone[/code] 48000.`),
	plain("setInGameVoiceSpeaking(steam_id: user, speaking: bool)",
		"ISteamFriends.SetInGameVoiceSpeaking(steam_id, speaking)").
		steamOnly("").
		doc(`
			Tells Steam that a user speaks in the game, so that its own voice chat is silent meanwhile. On the
			platform [code]standalone[/code] it changes nothing.`),
}}
