/// A second of the day as the rules write it: `22:00`, and `24:00` for its end.
package func clockText(_ second: Int) -> String {
  let (hour, minute) = (second / 3600, second / 60 % 60)
  return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
}
