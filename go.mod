module godotsteam

go 1.25
