package steam

// Voice, a part of GodotSteam's page "Functions | User".

import (
	"godotsteam/platform"
	"godotsteam/steamtypes"
)

const noVoice = "there is no voice without Steam, so nothing is recorded"

var (
	keyResult       = keyOf("result")
	keyBuffer       = keyOf("buffer")
	keyWritten      = keyOf("written")
	keySize         = keyOf("size")
	keyUncompressed = keyOf("uncompressed")
)

// withoutVoice is the result where nothing records, or, before steamInit, where
// nothing runs.
func (s *Steam) withoutVoice() steamtypes.VoiceResult {
	if s.running.Load() == nil {
		return steamtypes.VoiceNotInitialized
	}
	return steamtypes.VoiceNotRecording
}

// getAvailableVoice returns {result, buffer}, the latter a number of bytes.
func (on *started) getAvailableVoice(d dict) {
	result, size := steamtypes.VoiceNotRecording, 0
	if v, ok := on.Platform.(platform.Voice); ok {
		result, size = v.AvailableVoice()
	}
	availableVoice(d, result, size)
}

func availableVoice(d dict, result steamtypes.VoiceResult, size int) {
	d.Int(keyResult, int64(result))
	d.Int(keyBuffer, int64(size))
}

func noVoiceAvailable(s *Steam, c call) { availableVoice(c.Dictionary(), s.withoutVoice(), 0) }

// getVoice returns {result, buffer, written}.
func (on *started) getVoice(limit int64, d dict) {
	result, voice := steamtypes.VoiceNotRecording, []byte(nil)
	if v, ok := on.Platform.(platform.Voice); ok {
		result, voice = v.TakeVoice(int(limit))
	}
	takenVoice(d, result, voice)
}

func takenVoice(d dict, result steamtypes.VoiceResult, voice []byte) {
	d.Int(keyResult, int64(result))
	d.Bytes(keyBuffer, voice)
	d.Int(keyWritten, int64(len(voice)))
}

func noVoiceTaken(s *Steam, c call) { takenVoice(c.Dictionary(), s.withoutVoice(), nil) }

// decompressVoice returns {result, size, uncompressed}.
func (on *started) decompressVoice(voice []byte, rate, limit int64, d dict) {
	result, samples := steamtypes.VoiceUnsupportedCodec, []byte(nil)
	if v, ok := on.Platform.(platform.Voice); ok {
		result, samples = v.DecompressVoice(voice, int(rate), int(limit))
	}
	decompressedVoice(d, result, samples)
}

func decompressedVoice(d dict, result steamtypes.VoiceResult, samples []byte) {
	d.Int(keyResult, int64(result))
	d.Int(keySize, int64(len(samples)))
	d.Bytes(keyUncompressed, samples)
}

func noVoiceDecompressed(s *Steam, c call) {
	result := s.withoutVoice()
	if result == steamtypes.VoiceNotRecording {
		result = steamtypes.VoiceUnsupportedCodec
	}
	decompressedVoice(c.Dictionary(), result, nil)
}

// getVoiceOptimalSampleRate is what players are made with, so it is never 0.
func (on *started) getVoiceOptimalSampleRate() int {
	if v, ok := on.Platform.(platform.Voice); ok {
		return v.VoiceSampleRate()
	}
	return steamtypes.DefaultVoiceRate
}

func defaultVoiceRate(_ *Steam, c call) { c.SetInt(steamtypes.DefaultVoiceRate) }

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
	own("getAvailableVoice() -> Dictionary", dict0((*started).getAvailableVoice)).
		fails(noVoiceAvailable).
		steamOnly("").
		calls("ISteamUser.GetAvailableVoice").
		doc(`
			Returns how much [method getVoice] would: [code]result[/code], one of [enum VoiceResult], and
			[code]buffer[/code], the number of bytes. On the platform [code]standalone[/code] [constant
			VOICE_RESULT_NOT_RECORDING] and 0.`),
	own("getVoice(buffer_size_override: int[0..1048576] = 0) -> Dictionary", dict1((*started).getVoice)).
		fails(noVoiceTaken).
		steamOnly("").
		calls("ISteamUser.GetVoice").
		doc(`
			Takes what has been recorded, compressed: [code]result[/code], one of [enum VoiceResult],
			[code]buffer[/code], a [PackedByteArray], and [code]written[/code], its size. [param
			buffer_size_override] is the most bytes to take, 0 to take all. On the platform [code]standalone[/code]
			[constant VOICE_RESULT_NOT_RECORDING] and nothing.`),
	own("decompressVoice(voice: PackedByteArray, sample_rate: int[11025..48000], buffer_size_override: "+
		"int[1..1048576] = 20480) -> Dictionary",
		dict3((*started).decompressVoice)).
		fails(noVoiceDecompressed).
		steamOnly("").
		calls("ISteamUser.DecompressVoice").
		doc(`
			Makes sound of what somebody's [method getVoice] returned: [code]result[/code], one of [enum
			VoiceResult], [code]uncompressed[/code], a [PackedByteArray] of samples of 16 bits with a sign, one
			channel, and [code]size[/code], its size in bytes. [param sample_rate] is from 11025 to 48000, see
			[method getVoiceOptimalSampleRate]; [param buffer_size_override] is the most bytes to make. On the
			platform [code]standalone[/code] [constant VOICE_RESULT_UNSUPPORTED_CODEC] and nothing.`),
	own("getVoiceOptimalSampleRate() -> int", fn0((*started).getVoiceOptimalSampleRate)).
		fails(defaultVoiceRate).
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
