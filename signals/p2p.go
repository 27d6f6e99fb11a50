package signals

// P2PSessionRequest is emitted when [param steam_id_remote], with whom there is no session, has sent a
// packet. Answer with
// [method acceptP2PSessionWithUser] if the game knows them; otherwise do nothing. It is emitted again
// from time to time while they go on sending. In debug builds, a game to which nothing is connected
// and that leaves a request unanswered gets one warning.
type P2PSessionRequest struct {
	event         `signal:"p2p_session_request" callback:"1202 P2PSessionRequest_t"`
	SteamIDRemote uint64 `arg:"steam_id_remote" valve:"CSteamID"`
}

func (e P2PSessionRequest) supersedes(waiting Event) bool { return waiting == e }

// P2PSessionConnectFail is emitted when packets can't get through to [param steam_id_remote]: nobody
// answered in 20 seconds,
// the session was not accepted, or an active session was lost. [param session_error] is one of [enum
// P2PSessionError]. What was queued for that user is dropped; the next [method sendP2PPacket] starts
// over.
type P2PSessionConnectFail struct {
	event         `signal:"p2p_session_connect_fail" callback:"1203 P2PSessionConnectFail_t"`
	SteamIDRemote uint64 `arg:"steam_id_remote" valve:"CSteamID"`
	SessionError  int    `arg:"session_error" valve:"uint8"`
}

func (e P2PSessionConnectFail) supersedes(waiting Event) bool { return waiting == e }
