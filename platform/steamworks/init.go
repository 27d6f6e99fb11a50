package steamworks

import (
	"bytes"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"

	"godotsteam/platform"
)

// initSymbols are the ways to start the library, best first: with a message,
// the same as the headers' inline functions call it, and that of SDKs before
// 1.58, which says only yes or no.
var initSymbols = [...]string{"SteamAPI_InitFlat", "SteamInternal_SteamAPI_Init", "SteamAPI_Init"}

// initFunction is one of initSymbols.
type initFunction struct {
	symbol  string
	address uintptr
}

func bindInit(lookUp func(name string) uintptr) (initFunction, bool) {
	for _, symbol := range initSymbols {
		if address := lookUp(symbol); address != 0 {
			return initFunction{symbol, address}, true
		}
	}
	return initFunction{}, false
}

// steamErrMsg is SteamErrMsg: the room for the library's own words.
type steamErrMsg [1024]byte

func (m *steamErrMsg) String() string {
	text, _, _ := bytes.Cut(m[:], []byte{0})
	return strings.TrimSpace(strings.ToValidUTF8(string(text), "?"))
}

// setAppID says which game this is. The library reads it from the environment;
// without it there, Steam has set it or steam_appid.txt holds it.
func setAppID(id uint32) error {
	if id == 0 {
		return nil
	}
	value := strconv.FormatUint(uint64(id), 10)
	for _, name := range []string{"SteamAppId", "SteamGameId"} {
		if err := setEnv(name, value); err != nil {
			return err
		}
	}
	return nil
}

// initialise calls the library's init. The error is a [*platform.InitError].
func (l *library) initialise() error {
	message := new(steamErrMsg)
	var result platform.InitResult
	switch l.init.symbol {
	case "SteamAPI_InitFlat":
		r, _, _ := purego.SyscallN(l.init.address, uintptr(unsafe.Pointer(message)))
		result = platform.InitResult(int32(r))
	case "SteamInternal_SteamAPI_Init":
		versions := l.versionList()
		r, _, _ := purego.SyscallN(l.init.address, uintptr(unsafe.Pointer(&versions[0])), uintptr(unsafe.Pointer(message)))
		runtime.KeepAlive(versions)
		result = platform.InitResult(int32(r))
	default:
		if ok, _, _ := purego.SyscallN(l.init.address); !isTrue(ok) {
			result = platform.InitFailedGeneric
			if running, _, _ := purego.SyscallN(l.fn[isSteamRunning]); !isTrue(running) {
				result = platform.InitNoSteamClient
			}
		}
	}
	runtime.KeepAlive(message)
	if result == platform.InitOK {
		return nil
	}
	return initError(result, message.String())
}

// noAppID is in what Valve's library says when nobody told it which game this is.
const noAppID = "No appID found"

// initError takes the library's own words where it has some.
func initError(result platform.InitResult, message string) *platform.InitError {
	if result < platform.InitOK || result > platform.InitVersionMismatch {
		message = strings.TrimSpace(fmt.Sprintf("Steam's init failed with the unknown result %d. %s", result, message))
		result = platform.InitFailedGeneric
	}
	if message == "" {
		switch result {
		case platform.InitNoSteamClient:
			message = "Steam is not running: start the Steam client and log in."
		case platform.InitVersionMismatch:
			message = "The Steam client is too old for this game's libsteam_api: update Steam."
		default:
			message = "Steam's init failed and gave no reason. Often there is no app ID: pass one, or put " +
				"steam_appid.txt into the working directory."
		}
	}
	return &platform.InitError{Result: result, Message: message, InvalidApp: strings.Contains(message, noAppID)}
}
