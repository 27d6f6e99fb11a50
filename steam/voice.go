package steam

// Voice, a part of GodotSteam's page "Functions | User".

import (
	"errors"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
)

var errNoVoice = errors.New("there is no voice without Steam, so nothing is recorded")

var (
	keyResult       = gd.NewKey("result")
	keyBuffer       = gd.NewKey("buffer")
	keyWritten      = gd.NewKey("written")
	keySize         = gd.NewKey("size")
	keyUncompressed = gd.NewKey("uncompressed")
)

func (s *Steam) voiceMethods() []gd.Method {
	return []gd.Method{
		gd.Proc0("startVoiceRecording", s.startVoiceRecording),
		gd.Proc0("stopVoiceRecording", s.stopVoiceRecording),
		gd.Dict0("getAvailableVoice", s.getAvailableVoice),
		gd.Dict1("getVoice", s.getVoice, gd.Arg("buffer_size_override").Or(0)),
		gd.Dict3("decompressVoice", s.decompressVoice,
			gd.Arg("voice"), gd.Arg("sample_rate"), gd.Arg("buffer_size_override").Or(networking.VoiceBuffer)),
		gd.Func0("getVoiceOptimalSampleRate", s.getVoiceOptimalSampleRate),
		gd.Proc2("setInGameVoiceSpeaking", s.setInGameVoiceSpeaking, gd.Arg("steam_id"), gd.Arg("speaking")),
	}
}

// voice returns the running platform's voice, nil if it has none.
func (s *Steam) voice(method string) platform.Voice {
	v, _ := s.require(method).(platform.Voice)
	return v
}

func (s *Steam) startVoiceRecording() {
	const method = "startVoiceRecording"
	if v := s.voice(method); v != nil {
		v.StartVoiceRecording()
	} else if s.running.Load() != nil {
		s.errors.warn(method, errNoVoice) // not the game's mistake
	}
}

func (s *Steam) stopVoiceRecording() {
	if v := s.voice("stopVoiceRecording"); v != nil {
		v.StopVoiceRecording()
	}
}

// getAvailableVoice returns {result, buffer}, the latter a number of bytes.
func (s *Steam) getAvailableVoice(d *gd.Dictionary) {
	result, size := s.withoutVoice(), 0
	if v := s.voice("getAvailableVoice"); v != nil {
		result, size = v.AvailableVoice()
	}
	d.Int(keyResult, int64(result))
	d.Int(keyBuffer, int64(size))
}

// getVoice returns {result, buffer, written}.
func (s *Steam) getVoice(limit int64, d *gd.Dictionary) {
	const method = "getVoice"
	result, voice := s.withoutVoice(), []byte(nil)
	if v := s.voice(method); v != nil && !s.is(method, checkRange("buffer_size_override", limit, 0, networking.MaxVoiceBuffer)) {
		result, voice = v.TakeVoice(int(limit))
	}
	d.Int(keyResult, int64(result))
	d.Bytes(keyBuffer, voice)
	d.Int(keyWritten, int64(len(voice)))
}

// decompressVoice returns {result, size, uncompressed}.
func (s *Steam) decompressVoice(voice []byte, rate, limit int64, d *gd.Dictionary) {
	const method = "decompressVoice"
	result, samples := s.withoutVoice(), []byte(nil)
	if result == networking.VoiceNotRecording {
		result = networking.VoiceUnsupportedCodec
	}
	if v := s.voice(method); v != nil && !s.is(method, firstOf(
		checkRange("sample_rate", rate, networking.MinVoiceRate, networking.MaxVoiceRate),
		checkRange("buffer_size_override", limit, 1, networking.MaxVoiceBuffer),
	)) {
		result, samples = v.DecompressVoice(voice, int(rate), int(limit))
	}
	d.Int(keyResult, int64(result))
	d.Int(keySize, int64(len(samples)))
	d.Bytes(keyUncompressed, samples)
}

// withoutVoice is the result where nothing records, or, before steamInit, where
// nothing runs.
func (s *Steam) withoutVoice() networking.VoiceResult {
	if s.running.Load() == nil {
		return networking.VoiceNotInitialized
	}
	return networking.VoiceNotRecording
}

// getVoiceOptimalSampleRate is what players are made with, so it is never 0.
func (s *Steam) getVoiceOptimalSampleRate() int64 {
	if v := s.voice("getVoiceOptimalSampleRate"); v != nil {
		return int64(v.VoiceSampleRate())
	}
	return networking.DefaultVoiceRate
}

func (s *Steam) setInGameVoiceSpeaking(user int64, speaking bool) {
	const method = "setInGameVoiceSpeaking"
	if s.require(method) == nil {
		return
	}
	id, err := networking.UserID("steam_id", user)
	if v := s.voice(method); !s.is(method, err) && v != nil {
		v.SetInGameVoiceSpeaking(id, speaking)
	}
}
