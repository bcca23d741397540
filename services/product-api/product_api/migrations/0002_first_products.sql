INSERT INTO products (id, name, summary, category, price_cents, stock, shelf) VALUES
  ('halyard-keyboard', 'Halyard Keyboard', 'Seventy-five keys, hot-swappable, with a knob that turns like a winch.', 'desk', 12900, 10000, 1),
  ('cove-headphones', 'Cove Headphones', 'Forty hours of quiet. Folds flat, and every part can be replaced.', 'sound', 24900, 10000, 2),
  ('lantern-lamp', 'Lantern Lamp', 'Warm at dusk, cool at noon: light that follows the day.', 'desk', 8900, 10000, 3),
  ('breakwater-dock', 'Breakwater Dock', 'Eleven ports behind one cable, and no fan to listen to.', 'connect', 19900, 10000, 4),
  ('pebble-mouse', 'Pebble Mouse', 'Shaped by hand, silent to click, charged in ten minutes.', 'desk', 5900, 10000, 5),
  ('horizon-monitor', 'Horizon Monitor', 'Twenty-seven inches in 5K, matt as paper.', 'screen', 89900, 10000, 6),
  ('gull-webcam', 'Gull Webcam', 'A glass lens, a real shutter, and colours that look like you.', 'screen', 14900, 10000, 7),
  ('buoy-speaker', 'Buoy Speaker', 'Small, round, and louder than it looks. It floats, too.', 'sound', 7900, 10000, 8),
  ('tideline-ssd', 'Tideline SSD', 'Two terabytes that survive a fall, a swim and a winter.', 'connect', 17900, 10000, 9),
  ('mast-stand', 'Mast Laptop Stand', 'One bent sheet of aluminium, at the height of your eyes.', 'desk', 6900, 10000, 10),
  ('foghorn-microphone', 'Foghorn Microphone', 'Speaks for you, and keeps the room out of it.', 'sound', 15900, 10000, 11),
  ('current-charger', 'Current Charger', 'A hundred watts, four devices, the size of a matchbox.', 'connect', 4900, 10000, 12);
