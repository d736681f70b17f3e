import HDOCModels
