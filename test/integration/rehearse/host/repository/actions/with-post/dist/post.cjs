console.log('post', process.env.INPUT_FILE); if(!process.env.INPUT_FILE) process.exit(1)
