extension Array {
    /// The index of the first element for which `isBefore` is false; `count` if it is true for all. `isBefore` must be true for a part of
    /// the array that begins with its first element.
    func partitionPoint(where isBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
