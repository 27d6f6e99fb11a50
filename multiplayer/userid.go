package multiplayer

import (
	"errors"

	"godotsteam/steamtypes"
)

// userID takes a Steam ID as a script gives it.
func userID(argument string, value int64) (SteamID, error) {
	id, err := steamtypes.UserID(argument, value)
	if steamtypes.SteamID(value).IsLobby() {
		return 0, errors.New(argument + " is a lobby's ID: use its owner's, Steam.getLobbyOwner(lobby_id), " +
			"or connect_to_lobby(lobby_id)")
	}
	return id, err
}
