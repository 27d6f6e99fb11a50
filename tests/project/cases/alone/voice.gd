extends TestCase
## Voice on a platform that has none: a game with voice chat runs, and stays silent.


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_recording_nothing() -> void:
	expect_error("[STEAM] startVoiceRecording: there is no voice without Steam, so nothing is recorded")
	Steam.setInGameVoiceSpeaking(Steam.getSteamID(), true)
	Steam.startVoiceRecording()
	Steam.startVoiceRecording()
	assert_eq(Steam.getAvailableVoice(), {"result": Steam.VOICE_RESULT_NOT_RECORDING, "buffer": 0}, "getAvailableVoice")
	assert_eq(Steam.getVoice(), {
		"result": Steam.VOICE_RESULT_NOT_RECORDING, "buffer": PackedByteArray(), "written": 0,
	}, "getVoice")
	Steam.stopVoiceRecording()
	succeed()


func test_decompressing() -> void:
	assert_eq(Steam.decompressVoice(PackedByteArray([1, 2, 3]), 48000), {
		"result": Steam.VOICE_RESULT_UNSUPPORTED_CODEC, "size": 0, "uncompressed": PackedByteArray(),
	}, "decompressVoice")
	assert_eq(Steam.getVoiceOptimalSampleRate(), 48000, "getVoiceOptimalSampleRate")
	succeed()


func test_nobody_speaks() -> void:
	expect_error("[STEAM] setInGameVoiceSpeaking: steam_id is 0: ")
	Steam.setInGameVoiceSpeaking(0, true)
	succeed()
