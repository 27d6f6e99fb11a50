package steamworks

import (
	"unsafe"

	"godotsteam/platform"
	"godotsteam/steamtypes"
)

var _ platform.Voice = (*Platform)(nil)

// AvailableVoice implements [platform.Voice].
func (p *Platform) AvailableVoice() (steamtypes.VoiceResult, int) {
	p.alive.RLock()
	defer p.alive.RUnlock()
	return p.availableVoice()
}

// availableVoice is AvailableVoice where p.alive is held.
func (p *Platform) availableVoice() (steamtypes.VoiceResult, int) {
	if !p.canUse(voiceAvailable) {
		return steamtypes.VoiceNotInitialized, 0
	}
	size := new(uint32)
	result := p.useAlive(voiceAvailable, uintptr(unsafe.Pointer(size)), 0, 0, 0)
	return steamtypes.VoiceResult(int32(result)), int(*size)
}

// TakeVoice implements [platform.Voice]. What follows the fifth argument of
// GetVoice is deprecated.
func (p *Platform) TakeVoice(limit int) (steamtypes.VoiceResult, []byte) {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if limit == 0 {
		result, waiting := p.availableVoice()
		if result != steamtypes.VoiceOK {
			return result, nil
		}
		limit = min(waiting, steamtypes.MaxVoiceBuffer)
	}
	if !p.canUse(voiceGet) {
		return steamtypes.VoiceNotInitialized, nil
	}
	const wantCompressed = 1
	buffer, written := make([]byte, limit), new(uint32)
	result := p.useMore(voiceGet, wantCompressed,
		uintptr(address(buffer)), uintptr(len(buffer)), uintptr(unsafe.Pointer(written)), 0, 0, 0, 0, 0)
	return voiceOf(result, buffer, *written)
}

// DecompressVoice implements [platform.Voice].
func (p *Platform) DecompressVoice(voice []byte, rate, limit int) (steamtypes.VoiceResult, []byte) {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.canUse(voiceDecompress) {
		return steamtypes.VoiceNotInitialized, nil
	}
	buffer, written := make([]byte, limit), new(uint32)
	result := p.useMore(voiceDecompress, uintptr(address(voice)), uintptr(len(voice)),
		uintptr(address(buffer)), uintptr(len(buffer)), uintptr(unsafe.Pointer(written)), uintptr(rate), 0, 0, 0)
	return voiceOf(result, buffer, *written)
}

// voiceOf is what the library has written, if all went well.
func voiceOf(result uintptr, buffer []byte, written uint32) (steamtypes.VoiceResult, []byte) {
	if r := steamtypes.VoiceResult(int32(result)); r != steamtypes.VoiceOK {
		return r, nil
	}
	return steamtypes.VoiceOK, buffer[:min(int(written), len(buffer))]
}

// VoiceSampleRate implements [platform.Voice].
func (p *Platform) VoiceSampleRate() int {
	if rate := int(uint32(p.use(voiceRate, 0, 0, 0, 0))); rate > 0 {
		return rate
	}
	return steamtypes.DefaultVoiceRate
}
