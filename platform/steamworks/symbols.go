package steamworks

import (
	"fmt"
	"strings"
	"sync"
)

// function is a function of the library, an index into library.fn.
type function int

const (
	isSteamRunning function = iota
	restartAppIfNecessary
	shutdown
	getPipe
	dispatchInit
	dispatchRunFrame
	dispatchNext
	dispatchFree
	dispatchCallResult
	sendPacket
	packetAvailable
	readPacket
	acceptSession
	closeSession
	closeChannel
	sessionState
	allowRelay
	userSteamID
	userLoggedOn
	friendsPersonaName
	utilsAppID
	functions
)

// symbols are the functions that every library must export.
var symbols = [functions]string{
	isSteamRunning:        "SteamAPI_IsSteamRunning",
	restartAppIfNecessary: "SteamAPI_RestartAppIfNecessary",
	shutdown:              "SteamAPI_Shutdown",
	getPipe:               "SteamAPI_GetHSteamPipe",
	dispatchInit:          "SteamAPI_ManualDispatch_Init",
	dispatchRunFrame:      "SteamAPI_ManualDispatch_RunFrame",
	dispatchNext:          "SteamAPI_ManualDispatch_GetNextCallback",
	dispatchFree:          "SteamAPI_ManualDispatch_FreeLastCallback",
	dispatchCallResult:    "SteamAPI_ManualDispatch_GetAPICallResult",
	sendPacket:            "SteamAPI_ISteamNetworking_SendP2PPacket",
	packetAvailable:       "SteamAPI_ISteamNetworking_IsP2PPacketAvailable",
	readPacket:            "SteamAPI_ISteamNetworking_ReadP2PPacket",
	acceptSession:         "SteamAPI_ISteamNetworking_AcceptP2PSessionWithUser",
	closeSession:          "SteamAPI_ISteamNetworking_CloseP2PSessionWithUser",
	closeChannel:          "SteamAPI_ISteamNetworking_CloseP2PChannelWithUser",
	sessionState:          "SteamAPI_ISteamNetworking_GetP2PSessionState",
	allowRelay:            "SteamAPI_ISteamNetworking_AllowP2PPacketRelay",
	userSteamID:           "SteamAPI_ISteamUser_GetSteamID",
	userLoggedOn:          "SteamAPI_ISteamUser_BLoggedOn",
	friendsPersonaName:    "SteamAPI_ISteamFriends_GetPersonaName",
	utilsAppID:            "SteamAPI_ISteamUtils_GetAppID",
}

// library is a loaded library with every symbol bound.
type library struct {
	path      string
	fn        [functions]uintptr
	extra     [extraFunctions]uintptr // 0 where the library lacks it
	described []described             // by valve.Function.Index
	init      initFunction
	accessors [interfaces]accessor

	mu    sync.Mutex // held while starting and shutting down
	owner *Platform  // the one that runs
}

// bind looks up every symbol once. The error is a [*SymbolError] with all that
// are missing.
func bind(path string, lookUp func(name string) uintptr) (*library, error) {
	l := &library{path: path}
	missing := &SymbolError{Path: path}
	for i, name := range symbols {
		if l.fn[i] = lookUp(name); l.fn[i] == 0 {
			missing.Symbols = append(missing.Symbols, name)
		}
	}
	for i, e := range extras {
		l.extra[i] = lookUp(e.symbol)
	}
	l.bindDescribed(lookUp)
	var ok bool
	if l.init, ok = bindInit(lookUp); !ok {
		missing.Symbols = append(missing.Symbols, anyOf(initSymbols[:]))
	}
	for which := range interfaces {
		l.accessors[which], ok = bindAccessor(which, lookUp)
		if !ok && !known[which].optional {
			missing.Symbols = append(missing.Symbols, anyOf(accessorSymbols(which)))
		}
	}
	if missing.Symbols != nil {
		return nil, missing
	}
	return l, nil
}

// SymbolError says which symbols a library doesn't export.
type SymbolError struct {
	Path    string
	Symbols []string
}

func (e *SymbolError) Error() string {
	return fmt.Sprintf("%s can't be used, because it doesn't export %s: it is too old or too new for this addon, "+
		"or not Valve's library. Take the file from a Steamworks SDK of 2023 or later (1.58), and a newer addon "+
		"if that doesn't help.",
		e.Path, strings.Join(e.Symbols, ", "))
}

// anyOf names symbols of which one would do.
func anyOf(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return names[0] + " (or " + strings.Join(names[1:], ", ") + ")"
}

// isTrue reads a C bool: one byte, the rest of the register is anything.
func isTrue(result uintptr) bool { return byte(result) != 0 }
