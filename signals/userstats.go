package signals

// CurrentStatsReceived is emitted when the player's statistics are there; [param result] is one of
// [enum Result]. It answers [method
// requestCurrentStats]; it never comes on the platform [code]standalone[/code].
type CurrentStatsReceived struct {
	event  `signal:"current_stats_received" only:"steamworks" callback:"1101 UserStatsReceived_t"`
	Game   uint64 `arg:"game_id" valve:"uint64"`
	Result int    `arg:"result" valve:"EResult"`
	User   uint64 `arg:"user_id" valve:"CSteamID"`
}

// UserStatsStored answers [method storeStats]; [param result] is one of [enum Result]: 8 if a value breaks what is set
// up for it. It never comes on the platform [code]standalone[/code].
type UserStatsStored struct {
	event  `signal:"user_stats_stored" only:"steamworks" callback:"1102 UserStatsStored_t"`
	Game   uint64 `arg:"game_id" valve:"uint64"`
	Result int    `arg:"result" valve:"EResult"`
}

// UserStatsReceived answers [method requestUserStats]; [param result] is one of [enum Result]. It
// never comes on the platform [code]standalone[/code].
type UserStatsReceived struct {
	event  `signal:"user_stats_received" only:"steamworks" result:"1101 UserStatsReceived_t"`
	Game   uint64 `arg:"game_id" valve:"uint64"`
	Result int    `arg:"result" valve:"EResult"`
	User   uint64 `arg:"user_id" valve:"CSteamID"`
}
