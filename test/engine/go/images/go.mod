module tidegate/engine/images

go 1.24.0
