package steamtypes

// Results that signals carry (EResult). steam/constants.go has all.
const (
	ResultOK            = 1
	ResultFail          = 2
	ResultInvalidParam  = 8
	ResultLimitExceeded = 25
)
